// The two layers that stay as they are while the pointer moves: decoded samples, and points.
const TILE = 30; // CSS pixels a decoded sample takes on the map, about
const NEAR_ENOUGH = 0.5; // points a tile must have around it to be as strong as can be

function rgb(text) {
  const context = (rgb.context ??= Object.assign(document.createElement("canvas"), {
    width: 1,
    height: 1,
  }).getContext("2d", { willReadFrequently: true }));
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = text;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

// How many points of each class lie in each tile of the view and the eight around it.
function census(points, view, across, up, classes) {
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

// A canvas's picture, all clear; it is used again as long as the size stays.
function imageOf(canvas) {
  let { image } = canvas;
  if (image?.width === canvas.width && image.height === canvas.height) {
    image.pixels.fill(0);
    return image;
  }
  image = canvas.image = new ImageData(canvas.width, canvas.height);
  image.pixels = new Uint32Array(image.data.buffer);
  return image;
}

// One canvas pixel for each of the pictures' pixels; the browser scales it to the plane.
function drawField(canvas, state) {
  const across = Math.max(8, Math.round(state.width / TILE));
  const up = Math.max(8, Math.round(state.height / TILE));
  const [left, right, bottom, top] = state.view;
  const { height, width } = state.field;
  if (canvas.width !== across * width) canvas.width = across * width;
  if (canvas.height !== up * height) canvas.height = up * height;
  const image = imageOf(canvas);
  const { pixels } = image;
  const counts = state.points
    ? census(state.points, state.view, across, up, state.colours.length)
    : new Float32Array(across * up * state.colours.length);
  for (let row = 0; row < up; row++) {
    for (let column = 0; column < across; column++) {
      const x = left + ((column + 0.5) / across) * (right - left);
      const y = top - ((row + 0.5) / up) * (top - bottom);
      const { ink, strength } = inkOf(counts, row * across + column, state.colours, state.plain);
      const values = blend(fieldAt(state, [x, y]), x, y);
      const colour = (ink[2] << 16) | (ink[1] << 8) | ink[0];
      let target = row * height * canvas.width + column * width;
      for (let p = 0; p < height * width; target += canvas.width) {
        for (let end = p + width, at = target; p < end; p++, at++) {
          const alpha = values[p] * strength;
          pixels[at] = ((alpha < 0 ? 0 : alpha > 255 ? 255 : alpha) << 24) | colour;
        }
      }
    }
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function fieldAt(state, place) {
  return state.finer && holds(state.finer.window, place) ? state.finer : state.field;
}

// Pixel by pixel, since ten thousand calls to draw a small picture take too long for a frame.
function drawPoints(canvas, state) {
  const image = imageOf(canvas);
  if (state.points && state.dots) {
    const { positions, labels } = state.points;
    const [left, right, bottom, top] = state.view;
    const zoom = (state.whole[1] - state.whole[0]) / (right - left);
    const small = Math.max(0.75, Math.min(1.1, state.width / 600)); // of 10,000, on a phone too
    const disc = discOf(state.scale * Math.min(4.5, small * Math.sqrt(zoom)));
    const inks = state.colours.map(([red, green, blue]) => (blue << 16) | (green << 8) | red);
    const [wide, high] = [canvas.width / (right - left), canvas.height / (top - bottom)];
    for (let i = 0; i < labels.length; i++) {
      if (state.only !== null && labels[i] !== state.only) continue;
      const x = Math.round((positions[2 * i] - left) * wide);
      const y = Math.round((top - positions[2 * i + 1]) * high);
      stamp(image, disc, x, y, inks[labels[i]]);
    }
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
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

function stamp({ width, height, pixels }, { reach, side, cover }, x, y, ink) {
  if (x < reach || y < reach || x >= width - reach || y >= height - reach) return;
  let at = (y - reach) * width + x - reach;
  for (let i = 0; i < cover.length; at += width - side) {
    for (const end = i + side; i < end; i++, at++) {
      if (cover[i] > 100 || cover[i] > pixels[at] >>> 24) pixels[at] = (cover[i] << 24) | ink;
    }
  }
}
