// All that an explorer knows of what it shows, in one place.

/**
 * @typedef {[number, number]} Place across and up on the plane, in units of the code.
 * @typedef {number[]} View left, right, bottom and top of a window of the plane.
 * @typedef {{ rows: number, columns: number, height: number, width: number, window: View,
 *   pictures: Uint8Array }} Field
 * @typedef {{ positions: Float32Array, labels: Uint8Array, places: Float32Array,
 *   numbers: Int32Array }} Points all of them, and where and which those with pictures are
 * @typedef {{ height: number, width: number, pictures: Uint8Array,
 *   reconstructions: Uint8Array }} Samples pictures of some points, in the order of their numbers
 *
 * @typedef {object} State
 * @property {string | null} name of the plane; see `explorer` in Python.
 * @property {Record<string, string>} words
 * @property {string[]} axes
 * @property {string[]} classes
 * @property {View} whole
 * @property {View} view what is seen of it
 * @property {Field | null} field of the whole plane
 * @property {Field | null} finer of a part of it
 * @property {Points | null} points
 * @property {Samples | null} samples
 * @property {Place} cursor
 * @property {{ at: number, distance: number } | null} near the sample nearest to the cursor
 * @property {Place[]} pins
 * @property {Place[]} path
 * @property {Place[]} route the path that is being drawn
 * @property {"playPins" | "playPath"} latest what was marked last
 * @property {boolean} drawing whether the next drag draws a path
 * @property {boolean} dots whether points are shown
 * @property {number | null} only the class whose points alone are shown
 * @property {boolean} still whether less motion was asked for
 * @property {number} width of the plane, in CSS pixels
 * @property {number} height
 * @property {number} scale device pixels in a CSS pixel
 * @property {ArrayLike<number>[]} colours of the classes, as red, green, blue
 * @property {string[]} colourTexts the same as CSS has them
 * @property {string} paper
 * @property {string} primary
 * @property {string} font
 * @property {ArrayLike<number>} plain the ink of places without points
 */

/** @returns {State} */
export function makeState() {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  return {
    name: null,
    words: {},
    axes: ["", ""],
    classes: [],
    whole: [-1, 1, -1, 1],
    view: [-1, 1, -1, 1],
    field: null,
    finer: null,
    points: null,
    samples: null,
    cursor: [0, 0],
    near: null,
    pins: [],
    path: [],
    route: [],
    latest: "playPath",
    drawing: false,
    dots: true,
    only: null,
    get still() {
      return reduced.matches;
    },
    width: 0,
    height: 0,
    scale: 1,
    colours: [],
    colourTexts: [],
    paper: "",
    primary: "",
    font: "",
    plain: [0, 0, 0],
  };
}
