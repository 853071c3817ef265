// The blend of a field's neighbouring pictures: the formula of `ae.analysis.latent_grid.blend`.
const PIXELS = 28 * 28;

function makeField({ header, arrays: { pictures } }) {
  const [rows, columns] = header.arrays[0].shape;
  return { rows, columns, window: header.window, pictures };
}

function holds(window, [x, y]) {
  return x >= window[0] && x <= window[1] && y >= window[2] && y <= window[3];
}

// Four first-pixel weights along one axis, and the index of the first; buffers are used again.
function taps(share, count, out) {
  const place = Math.min(1, Math.max(0, share)) * (count - 1);
  const first = Math.min(count - 2, Math.max(0, Math.floor(place)));
  const t = place - first;
  let before = (t * (-1 + t * (2 - t))) / 2;
  let here = 1 + (t * t * (3 * t - 5)) / 2;
  let there = (t * (1 + t * (4 - 3 * t))) / 2;
  let after = (t * t * (t - 1)) / 2;
  if (first === 0) {
    here += 2 * before;
    there -= before;
    before = 0;
  }
  if (first === count - 2) {
    there += 2 * after;
    here -= after;
    after = 0;
  }
  out.weights[0] = before;
  out.weights[1] = here;
  out.weights[2] = there;
  out.weights[3] = after;
  out.first = first - 1;
  return out;
}

const acrossTaps = { weights: new Float32Array(4), first: 0 };
const upTaps = { weights: new Float32Array(4), first: 0 };
const blended = new Float32Array(PIXELS);

// Returns a buffer of 784 values around 0 to 255 that the next call overwrites.
function blend(field, x, y) {
  const [left, right, bottom, top] = field.window;
  const { rows, columns, pictures } = field;
  const across = taps((x - left) / (right - left), columns, acrossTaps);
  const up = taps((y - bottom) / (top - bottom), rows, upTaps);
  blended.fill(0);
  for (let i = 0; i < 4; i++) {
    if (!up.weights[i]) continue;
    for (let j = 0; j < 4; j++) {
      const weight = up.weights[i] * across.weights[j];
      if (!weight) continue;
      const start = ((up.first + i) * columns + across.first + j) * PIXELS;
      for (let p = 0; p < PIXELS; p++) blended[p] += weight * pictures[start + p];
    }
  }
  return blended;
}

// A picture, 784 values around 0 to 255, white on black on a canvas of 28 by 28.
const greys = new Uint32Array(256).map((_, grey) => 0xff000000 | (grey * 0x010101));
const tile = new ImageData(28, 28);
const tilePixels = new Uint32Array(tile.data.buffer);

function show(context, values, start = 0) {
  for (let p = 0; p < PIXELS; p++) {
    const value = values[start + p] + 0.5;
    tilePixels[p] = greys[value < 0 ? 0 : value > 255 ? 255 : value | 0];
  }
  context.putImageData(tile, 0, 0);
}
