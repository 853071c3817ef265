// The blend of a field's neighbouring pictures: the formula of `ae.analysis.latent_grid.blend`.

function makeField({ header, arrays: { pictures } }) {
  const [rows, columns, height, width] = header.arrays[0].shape;
  return { rows, columns, height, width, window: header.window, pictures };
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
let blended = new Float32Array(0);

// Returns a buffer of one picture's values, around 0 to 255, that the next call overwrites.
function blend(field, x, y) {
  const [left, right, bottom, top] = field.window;
  const { rows, columns, pictures } = field;
  const size = field.height * field.width;
  if (blended.length !== size) blended = new Float32Array(size);
  const across = taps((x - left) / (right - left), columns, acrossTaps);
  const up = taps((y - bottom) / (top - bottom), rows, upTaps);
  blended.fill(0);
  for (let i = 0; i < 4; i++) {
    if (!up.weights[i]) continue;
    for (let j = 0; j < 4; j++) {
      const weight = up.weights[i] * across.weights[j];
      if (!weight) continue;
      const start = ((up.first + i) * columns + across.first + j) * size;
      for (let p = 0; p < size; p++) blended[p] += weight * pictures[start + p];
    }
  }
  return blended;
}

// A picture's values, around 0 to 255, white on black on a canvas that takes its size.
const greys = new Uint32Array(256).map((_, grey) => 0xff000000 | (grey * 0x010101));
let tile = new ImageData(1, 1);
let tilePixels = new Uint32Array(tile.data.buffer);

function show(context, values, { height, width }, start = 0) {
  const { canvas } = context;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  if (tile.width !== width || tile.height !== height) {
    tile = new ImageData(width, height);
    tilePixels = new Uint32Array(tile.data.buffer);
  }
  for (let p = 0; p < tilePixels.length; p++) {
    const value = values[start + p] + 0.5;
    tilePixels[p] = greys[value < 0 ? 0 : value > 255 ? 255 : value | 0];
  }
  context.putImageData(tile, 0, 0);
}
