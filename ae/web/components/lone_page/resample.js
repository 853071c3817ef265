// Pictures in grey levels, scaled and turned with the same numbers as Pillow gives.

/** @typedef {{ width: number, height: number, levels: Uint8Array }} Picture */
/** @typedef {[number, number, number, number]} Box left, top, and the first column and row outside */

const BITS = 22; // of a weight's fraction

/** @type {Record<string, { reach: number, weight: (x: number) => number }>} */
export const FILTERS = {
  box: { reach: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bicubic: {
    reach: 2,
    weight: (x) => {
      const far = Math.abs(x);
      if (far < 1) return (1.5 * far - 2.5) * far * far + 1;
      return far < 2 ? ((far - 5) * far + 8) * far * -0.5 + 2 : 0;
    },
  },
};

/** @returns {Picture} */
export function blank(width, height) {
  return { width, height, levels: new Uint8Array(width * height) };
}

// Round as Python does: from the middle to the even neighbour.
export function even(value) {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 ? rounded - 1 : rounded;
}

/**
 * @param {Picture} picture
 * @param {Box} box
 * @returns {Picture}
 */
export function cropped({ width, height, levels }, [left, top, right, bottom]) {
  const out = blank(right - left, bottom - top);
  for (let y = Math.max(top, 0); y < Math.min(bottom, height); y++) {
    for (let x = Math.max(left, 0); x < Math.min(right, width); x++) {
      out.levels[(y - top) * out.width + x - left] = levels[y * width + x];
    }
  }
  return out;
}

/**
 * @param {Picture} picture
 * @param {number[]} size width and height
 * @returns {Picture}
 */
export function resized(picture, [width, height], filter) {
  const across = (one) => (one.width === width ? one : spread(one, width, FILTERS[filter]));
  const down = (one) =>
    one.height === height ? one : flipped(spread(flipped(one), height, FILTERS[filter]));
  // What lies between is rounded, so that the order tells; this is the one of Pillow 13.
  const lost = picture.height - height;
  const downFirst = lost > 0 && lost > 2 * (picture.width - width);
  return downFirst ? across(down(picture)) : down(across(picture));
}

// What each new place takes of the old ones: the first, and whole-numbered weights.
function taps(from, to, { reach, weight }) {
  const scale = from / to;
  const wide = Math.max(scale, 1);
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(Math.trunc(centre - reach * wide + 0.5), 0);
    const end = Math.min(Math.trunc(centre + reach * wide + 0.5), from);
    const found = [];
    for (let at = first; at < end; at++) found.push(weight((at - centre + 0.5) / wide));
    const all = found.reduce((sum, one) => sum + one, 0) || 1;
    return { first, weights: found.map((one) => nearest((one / all) * 2 ** BITS)) };
  });
}

function nearest(value) {
  return Math.trunc(value < 0 ? value - 0.5 : value + 0.5);
}

function spread(picture, width, filter) {
  const out = blank(width, picture.height);
  const places = taps(picture.width, width, filter);
  for (let y = 0, at = 0; y < picture.height; y++) {
    for (const { first, weights } of places) {
      let sum = 2 ** (BITS - 1);
      for (let i = 0; i < weights.length; i++) {
        sum += picture.levels[y * picture.width + first + i] * weights[i];
      }
      out.levels[at++] = Math.min(255, Math.max(0, Math.floor(sum / 2 ** BITS)));
    }
  }
  return out;
}

function flipped({ width, height, levels }) {
  const out = blank(height, width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out.levels[x * height + y] = levels[y * width + x];
  }
  return out;
}

/**
 * Lean a picture: each row is moved by so many pixels a row, the middle one stays.
 *
 * @param {Picture} picture
 * @returns {Picture}
 */
export function sheared(picture, lean) {
  const { width, height, levels } = picture;
  const out = blank(width, height);
  const [a, b, c] = [1, -lean, (lean * (height - 1)) / 2];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const from = a * (x + 0.5) + b * (y + 0.5) + c;
      if (from < 0 || from >= width) continue;
      const first = Math.floor(from - 0.5) - 1;
      const row = y * width;
      const [p, q, r, s] = [0, 1, 2, 3].map(
        (i) => levels[row + Math.min(width - 1, Math.max(0, first + i))],
      );
      const d = from - 0.5 - (first + 1);
      const value = q + d * (r - p + d * (2 * (p - q) + r - s + d * (q - p - r + s)));
      out.levels[at] = Math.min(255, Math.max(0, Math.trunc(value)));
    }
  }
  return out;
}
