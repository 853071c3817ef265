// What the canvas shows: ink and mask, each in a bitmap of its own, so that a moving pen paints
// only what is new. `ae.data.drawing.painter` paints the same pixels for the network.
export const SIDE = 280; // units: strokes lie in a square of so many, whatever the screen
const SCALE = 2; // canvas pixels a unit
const WHITE = "#fff";
const MASKED = "rgb(70, 150, 255)";

export function makePaper(canvas) {
  const shown = canvas.getContext("2d");
  const [ink, mask] = [layer(canvas), layer(canvas)];
  let masked = false;

  // Paint a stroke from one of its numbers on; what came before it is there already.
  const add = (stroke, from = 0) => {
    const { tool } = stroke;
    if (tool === "mask") masked = true;
    else trace(ink, stroke, from, tool === "pen" ? "source-over" : "destination-out", WHITE);
    if (masked) trace(mask, stroke, from, tool === "mask" ? "source-over" : "destination-out", MASKED);
  };
  const rebuild = ({ ground, strokes }) => {
    for (const context of [ink, mask]) context.clearRect(0, 0, canvas.width, canvas.height);
    masked = false;
    ink.globalCompositeOperation = "source-over";
    if (ground.picture) ink.drawImage(ground.picture, 0, 0, canvas.width, canvas.height);
    for (const stroke of strokes) add(stroke);
  };
  const show = (hint) => {
    shown.fillStyle = "#000";
    shown.fillRect(0, 0, canvas.width, canvas.height);
    if (hint) invite(shown, hint);
    shown.drawImage(ink.canvas, 0, 0);
    if (!masked) return;
    shown.globalAlpha = 0.75;
    shown.drawImage(mask.canvas, 0, 0);
    shown.globalAlpha = 1;
  };
  return { add, rebuild, show, ring: (keys) => ring(shown, keys) };
}

/** @returns {CanvasRenderingContext2D} */
function layer({ width, height }) {
  const bitmap = Object.assign(document.createElement("canvas"), { width, height });
  return /** @type {CanvasRenderingContext2D} */ (bitmap.getContext("2d"));
}

function trace(context, { size, points }, from, operation, colour) {
  context.globalCompositeOperation = operation;
  context.strokeStyle = context.fillStyle = colour;
  if (!from) {
    // The round end of a line; of a tap, which has no line, all there is.
    context.beginPath();
    context.arc(points[0] * SCALE, points[1] * SCALE, (size * SCALE) / 2, 0, 2 * Math.PI);
    context.fill();
  }
  if (points.length < 4) return;
  const first = Math.max(from - 2, 0);
  context.lineWidth = size * SCALE;
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  context.moveTo(points[first] * SCALE, points[first + 1] * SCALE);
  for (let i = first + 2; i < points.length; i += 2) {
    context.lineTo(points[i] * SCALE, points[i + 1] * SCALE);
  }
  context.stroke();
}

function invite(context, hint) {
  const { width, height } = context.canvas;
  context.fillStyle = "#8a8f9c";
  context.font = `${width / 14}px sans-serif`;
  context.textAlign = "center";
  context.fillText(hint, width / 2, height / 2);
}

// Where the keys' pen is and how wide: filled while it is down.
function ring(context, { at, size, down }) {
  context.beginPath();
  context.arc(at[0] * SCALE, at[1] * SCALE, (size * SCALE) / 2, 0, 2 * Math.PI);
  context.fillStyle = down ? "rgba(255, 150, 30, 0.6)" : "transparent";
  context.fill();
  context.lineWidth = 6;
  context.strokeStyle = "#ff961e"; // seen on black and on white
  context.stroke();
}
