// The two layers that stay as they are while the pointer moves: decoded digits, and points.
const TILE = 30; // CSS pixels a decoded digit takes on the map, about
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

// The ink of a tile: the colour of the digits that lie there, plain where there are none.
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

const sheet = document.createElement("canvas");

function drawField(canvas, state) {
  const context = canvas.getContext("2d");
  const across = Math.max(8, Math.round(state.width / TILE));
  const up = Math.max(8, Math.round(state.height / TILE));
  const [left, right, bottom, top] = state.view;
  sheet.width = across * 28;
  sheet.height = up * 28;
  const image = new ImageData(sheet.width, sheet.height);
  const pixels = new Uint32Array(image.data.buffer);
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
      for (let p = 0; p < PIXELS; p++) {
        const alpha = Math.max(0, Math.min(255, values[p] * strength)) | 0;
        const target = (row * 28 + ((p / 28) | 0)) * sheet.width + column * 28 + (p % 28);
        pixels[target] = (alpha << 24) | colour;
      }
    }
  }
  sheet.getContext("2d").putImageData(image, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(sheet, 0, 0, canvas.width, canvas.height);
}

function fieldAt(state, place) {
  return state.finer && holds(state.finer.window, place) ? state.finer : state.field;
}

function drawPoints(canvas, state) {
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!state.points || !state.dots) return;
  const { positions, labels } = state.points;
  const [left, right, bottom, top] = state.view;
  const zoom = state.whole ? (state.whole[1] - state.whole[0]) / (right - left) : 1;
  const small = Math.max(0.75, Math.min(1.1, state.width / 600)); // of 10,000, on a phone too
  const radius = state.scale * Math.min(4.5, small * Math.sqrt(zoom));
  const sprites = state.colourTexts.map((colour) => dot(colour, radius));
  const side = sprites[0].width;
  for (let i = 0; i < labels.length; i++) {
    const x = ((positions[2 * i] - left) / (right - left)) * canvas.width;
    const y = ((top - positions[2 * i + 1]) / (top - bottom)) * canvas.height;
    if (x < -side || y < -side || x > canvas.width + side || y > canvas.height + side) continue;
    if (state.only !== null && labels[i] !== state.only) continue;
    context.drawImage(sprites[labels[i]], x - side / 2, y - side / 2);
  }
}

function dot(colour, radius) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(radius * 2) + 2;
  const context = canvas.getContext("2d");
  context.globalAlpha = 0.75;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(canvas.width / 2, canvas.width / 2, radius, 0, 2 * Math.PI);
  context.fill();
  return canvas;
}
