// A network's forward pass. What goes through it is a Float32Array: row, column, channel.

/** @typedef {{ kind: string, shape: number[], counts: number[], activation?: string,
 *   strides?: number[], pads?: number[][], size?: number[], by?: number[][] }} Form */
/** @typedef {{ shape: number[], steps: Form[] }} Half */

const ACTIVE = {
  linear: (value) => value,
  relu: (value) => Math.max(value, 0),
  tanh: Math.tanh,
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
  silu: (value) => value / (1 + Math.exp(-value)),
};

/**
 * Return a function for each half: of numbers (its shape) to numbers.
 *
 * @param {Record<string, Half>} form
 * @param {Float32Array} numbers all weights, in the order of the form
 */
export function makeNetwork(form, numbers) {
  let first = 0;
  /** @type {Record<string, (given: ArrayLike<number>) => Float32Array>} */
  const network = {};
  for (const [name, { shape, steps }] of Object.entries(form)) {
    let before = shape;
    const acts = [];
    for (const step of steps) {
      const arrays = step.counts.map((count) => numbers.subarray(first, (first += count)));
      const size = step.shape.reduce((one, other) => one * other, 1);
      acts.push({ act: STEPS[step.kind], step, from: before, arrays, out: new Float32Array(size) });
      before = step.shape;
    }
    network[name] = (given) => {
      let values = Float32Array.from(given);
      for (const { act, step, from, arrays, out } of acts) values = act(values, step, from, arrays, out);
      return values.slice();
    };
  }
  return network;
}

function activate(values, name) {
  const active = ACTIVE[name];
  if (name !== "linear") for (let i = 0; i < values.length; i++) values[i] = active(values[i]);
  return values;
}

// Ink is mostly 0, and so is what ReLU lets through: what is 0 adds nothing.
function dense(given, { activation }, _from, [kernel, bias], out) {
  out.set(bias);
  const width = out.length;
  for (let i = 0; i < given.length; i++) {
    const value = given[i];
    if (value) for (let j = 0, k = i * width; j < width; j++, k++) out[j] += value * kernel[k];
  }
  return activate(out, activation);
}

function convolution(given, step, [height, width, deep], [kernel, bias], out) {
  const { strides, pads, size, activation } = step;
  const [rows, columns, filters] = step.shape;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += filters) {
      for (let f = 0; f < filters; f++) out[at + f] = bias[f];
      for (let i = 0; i < size[0]; i++) {
        const y = row * strides[0] + i - pads[0][0];
        if (y < 0 || y >= height) continue;
        for (let j = 0; j < size[1]; j++) {
          const x = column * strides[1] + j - pads[1][0];
          if (x < 0 || x >= width) continue;
          for (let c = 0; c < deep; c++) {
            const value = given[(y * width + x) * deep + c];
            const k = ((i * size[1] + j) * deep + c) * filters;
            if (value) for (let f = 0; f < filters; f++) out[at + f] += value * kernel[k + f];
          }
        }
      }
    }
  }
  return activate(out, activation);
}

// Each place adds its kernel to the places that a convolution of this kind would have come from.
function transposed(given, step, [height, width, deep], [kernel, bias], out) {
  const { strides, pads, size, activation } = step;
  const [rows, columns, filters] = step.shape;
  for (let at = 0; at < out.length; at++) out[at] = bias[at % filters];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * deep;
      for (let i = 0; i < size[0]; i++) {
        const row = y * strides[0] + i - pads[0][0];
        if (row < 0 || row >= rows) continue;
        for (let j = 0; j < size[1]; j++) {
          const column = x * strides[1] + j - pads[1][0];
          if (column < 0 || column >= columns) continue;
          const at = (row * columns + column) * filters;
          for (let f = 0; f < filters; f++) {
            const k = ((i * size[1] + j) * filters + f) * deep;
            let sum = 0;
            for (let c = 0; c < deep; c++) sum += given[from + c] * kernel[k + c];
            out[at + f] += sum;
          }
        }
      }
    }
  }
  return activate(out, activation);
}

// Fill the numbers of a picture from those of another; `from` tells which it is made of.
function eachPlace([rows, columns, deep], out, value) {
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let c = 0; c < deep; c++, at++) out[at] = value(row, column, c);
    }
  }
  return out;
}

function pool(given, { shape, size }, [, width, deep], _arrays, out) {
  return eachPlace(shape, out, (row, column, c) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < size[0]; i++) {
      for (let j = 0; j < size[1]; j++) {
        const at = ((row * size[0] + i) * width + column * size[1] + j) * deep + c;
        if (given[at] > most) most = given[at];
      }
    }
    return most;
  });
}

function repeat(given, { shape, size }, [, width, deep], _arrays, out) {
  return eachPlace(shape, out, (row, column, c) => {
    const [y, x] = [Math.floor(row / size[0]), Math.floor(column / size[1])];
    return given[(y * width + x) * deep + c];
  });
}

function moved(given, shape, [height, width, deep], [top, left], out) {
  return eachPlace(shape, out, (row, column, c) => {
    const [y, x] = [row + top, column + left];
    return y < 0 || y >= height || x < 0 || x >= width ? 0 : given[(y * width + x) * deep + c];
  });
}

const STEPS = {
  reshape: (given) => given,
  dense,
  convolution,
  transposed,
  pool,
  repeat,
  pad: (given, { shape, by }, from, _arrays, out) => moved(given, shape, from, [-by[0][0], -by[1][0]], out),
  crop: (given, { shape, by }, from, _arrays, out) => moved(given, shape, from, [by[0][0], by[1][0]], out),
};
