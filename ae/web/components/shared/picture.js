// Pictures and colours on canvases.
const greys = new Uint32Array(256).map((_, grey) => 0xff000000 | (grey * 0x010101));
/** @type {ImageData | null} */
let tile = null;

// A picture's values, around 0 to 255, white on black on a canvas that takes its size.
export function show(context, values, { height, width }, start = 0) {
  const { canvas } = context;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  if (!tile || tile.width !== width || tile.height !== height) tile = new ImageData(width, height);
  const pixels = new Uint32Array(tile.data.buffer);
  for (let p = 0; p < pixels.length; p++) {
    const value = values[start + p] + 0.5;
    pixels[p] = greys[value < 0 ? 0 : value > 255 ? 255 : value | 0];
  }
  context.putImageData(tile, 0, 0);
}

/** @type {CanvasRenderingContext2D | null} */
let probe = null;

// A colour of CSS as red, green, blue and how opaque it is, each of 0 to 255.
export function rgb(text) {
  if (!probe) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    probe = canvas.getContext("2d", { willReadFrequently: true });
  }
  if (!probe) return [0, 0, 0, 255];
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = text;
  probe.fillRect(0, 0, 1, 1);
  return probe.getImageData(0, 0, 1, 1).data;
}
