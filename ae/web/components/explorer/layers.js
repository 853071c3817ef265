// The two layers that stay as they are while the pointer moves: decoded samples, and points.
// Each is painted step by step, so that no frame waits for all of it.
import { blend, holds } from "../shared/field.js";

const TILE = 30; // CSS pixels a decoded sample takes on the map, about
const NEAR_ENOUGH = 0.5; // points a tile must have around it to be as strong as can be
const AT_ONCE = 500; // points

// How many points of each class lie in each tile of the view and the eight around it.
export function census(points, view, across, up, classes) {
  const counts = new Float32Array(across * up * classes);
  const [left, right, bottom, top] = view;
  const { positions, labels } = points;
  for (let i = 0; i < labels.length; i++) {
    const column = Math.floor(((positions[2 * i] - left) / (right - left)) * across);
    const row = Math.floor(((top - positions[2 * i + 1]) / (top - bottom)) * up);
    if (column < -1 || row < -1 || column > across || row > up) continue;
    for (let y = Math.max(0, row - 1); y <= Math.min(up - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(across - 1, column + 1); x++) {
        const weight = (x === column ? 1 : 0.5) * (y === row ? 1 : 0.5);
        counts[(y * across + x) * classes + labels[i]] += weight;
      }
    }
  }
  return counts;
}

// The ink of a tile: the colour of the samples that lie there, plain where there are none.
function inkOf(counts, at, colours, plain) {
  let total = 0;
  const ink = [0, 0, 0];
  colours.forEach((colour, label) => {
    const count = counts[at * colours.length + label];
    total += count;
    for (let c = 0; c < 3; c++) ink[c] += count * colour[c];
  });
  const share = total / (total + NEAR_ENOUGH);
  const mixed = ink.map((value, c) => (total ? (value / total) * share : 0) + plain[c] * (1 - share));
  return { ink: mixed, strength: 0.4 + 0.6 * share };
}

/**
 * One canvas pixel for each of the pictures' pixels; the browser scales it to the plane.
 *
 * @param {import("./state.js").State} state
 * @returns {[number, number]} width and height, in pixels
 */
export function fieldSize({ field, width, height }) {
  const [across, up] = tiles(width, height);
  return [across * (field?.width ?? 1), up * (field?.height ?? 1)];
}

function tiles(width, height) {
  return [width, height].map((size) => Math.max(8, Math.round(size / TILE)));
}

/** @param {import("./state.js").State} state */
export function* paintField(image, state) {
  const [across, up] = tiles(state.width, state.height);
  const [left, right, bottom, top] = state.view;
  const { colours, points } = state;
  const counts = points
    ? census(points, state.view, across, up, colours.length)
    : new Float32Array(across * up * colours.length);
  yield;
  for (let row = 0; row < up; row++) {
    const y = top - ((row + 0.5) / up) * (top - bottom);
    for (let column = 0; column < across; column++) {
      const x = left + ((column + 0.5) / across) * (right - left);
      const { ink, strength } = inkOf(counts, row * across + column, colours, state.plain);
      paintTile(image, fieldAt(state, [x, y]), [x, y], [column, row], ink, strength);
    }
    yield;
  }
}

function paintTile(image, field, [x, y], [column, row], ink, strength) {
  const { height, width } = field;
  const { pixels } = image;
  const values = blend(field, x, y);
  const colour = (ink[2] << 16) | (ink[1] << 8) | ink[0];
  let target = row * height * image.width + column * width;
  for (let p = 0; p < height * width; target += image.width) {
    for (let end = p + width, at = target; p < end; p++, at++) {
      const alpha = values[p] * strength;
      pixels[at] = ((alpha < 0 ? 0 : alpha > 255 ? 255 : alpha) << 24) | colour;
    }
  }
}

/** @param {any} state */
export function fieldAt(state, place) {
  return state.finer && holds(state.finer.window, place) ? state.finer : state.field;
}

/** @returns {[number, number]} width and height, in pixels */
export function pointsSize({ width, height, scale }) {
  return [Math.round(width * scale), Math.round(height * scale)];
}

/**
 * Pixel by pixel, since ten thousand calls to draw a small picture take too long for a frame.
 *
 * @param {import("./state.js").State} state
 */
export function* paintPoints(image, state) {
  if (!state.points || !state.dots) return;
  const { positions, labels } = state.points;
  const [left, right, bottom, top] = state.view;
  const zoom = (state.whole[1] - state.whole[0]) / (right - left);
  const small = Math.max(0.75, Math.min(1.1, state.width / 600)); // of 10,000, on a phone too
  const disc = discOf(state.scale * Math.min(4.5, small * Math.sqrt(zoom)));
  const inks = state.colours.map((colour) => (colour[2] << 16) | (colour[1] << 8) | colour[0]);
  const [wide, high] = [image.width / (right - left), image.height / (top - bottom)];
  for (let i = 0; i < labels.length; i++) {
    if (i % AT_ONCE === 0) yield;
    if (state.only !== null && labels[i] !== state.only) continue;
    const x = Math.round((positions[2 * i] - left) * wide);
    const y = Math.round((top - positions[2 * i + 1]) * high);
    stamp(image, disc, x, y, inks[labels[i]]);
  }
}

// How much of each pixel around a point its disc covers, up to 200 of 255.
function discOf(radius) {
  const reach = Math.ceil(radius);
  const side = 2 * reach + 1;
  const cover = Array.from({ length: side * side }, (_, i) => {
    const away = Math.hypot((i % side) - reach, Math.floor(i / side) - reach);
    return Math.round(200 * Math.min(1, Math.max(0, radius + 0.5 - away)));
  });
  return { reach, side, cover };
}

// What of a disc lies outside is cut off, as of a digit at the edge.
export function stamp({ width, height, pixels }, { reach, side, cover }, x, y, ink) {
  const [from, to] = [Math.max(0, reach - x), Math.min(side, width + reach - x)];
  const last = Math.min(side, height + reach - y);
  for (let row = Math.max(0, reach - y); row < last; row++) {
    let at = (y - reach + row) * width + x - reach + from;
    for (let i = row * side + from; i < row * side + to; i++, at++) {
      if (cover[i] > 100 || cover[i] > pixels[at] >>> 24) pixels[at] = (cover[i] << 24) | ink;
    }
  }
}
