import { fill } from "../shared/text.js";

// The plane of a code of two numbers, to walk on: held-out samples' codes, and a place that moves.

/** @typedef {{ codes: number[][], labels: number[], names: string[], colours: string[],
 *   window: number[] }} Points */

const PARTS = 60; // an arrow key moves by so small a part of the plane
const DOT = 4; // a code's radius, in pixels of the canvas

/**
 * Where a code lies on a canvas of so many pixels.
 *
 * @param {number[]} window
 * @param {number} side
 * @param {number[]} code
 */
export function toPlace([left, right, bottom, top], side, [x, y]) {
  return [((x - left) / (right - left)) * side, ((top - y) / (top - bottom)) * side];
}

/**
 * What code lies at a place of it.
 *
 * @param {number[]} window
 * @param {number} side
 * @param {number[]} place
 */
export function toCode([left, right, bottom, top], side, [x, y]) {
  return [left + (x / side) * (right - left), top - (y / side) * (top - bottom)];
}

/** @param {{ map: Points | null, words: Record<string, string> }} run */
export function makeMap({ map, words }, decode) {
  const points = /** @type {Points} */ (map);
  const find = (id) => /** @type {any} */ (document.getElementById(id));
  const [canvas, where] = [find("map"), find("where")];
  const side = canvas.width;
  let at = toCode(points.window, side, [side / 2, side / 2]);
  /** @type {number[] | null} */
  let drawn = null;
  find("walk").hidden = false;
  legend(find("legend"), points);

  const paint = () => {
    const to = canvas.getContext("2d");
    to.clearRect(0, 0, side, side);
    points.codes.forEach((code, i) => {
      spot(to, toPlace(points.window, side, code), DOT, points.colours[points.labels[i]]);
    });
    const colour = getComputedStyle(canvas).color;
    if (drawn) circle(to, toPlace(points.window, side, drawn), 16, colour, words.drawn);
    circle(to, toPlace(points.window, side, at), 10, colour, "");
  };
  /** @param {number[]} to */
  const go = ([x, y]) => {
    const [left, right, bottom, top] = points.window;
    const code = [Math.min(Math.max(x, left), right), Math.min(Math.max(y, bottom), top)];
    at = code;
    decode(code);
    where.textContent = fill(words.where, { x: code[0].toFixed(2), y: code[1].toFixed(2) });
    paint();
  };
  const move = (event) => {
    const box = canvas.getBoundingClientRect();
    const place = [event.clientX - box.left, event.clientY - box.top];
    go(toCode(points.window, box.width, place));
  };
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerdown", move);
  canvas.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const place = toPlace(points.window, PARTS, at);
    go(toCode(points.window, PARTS, [place[0] + way[0], place[1] + way[1]]));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  queueMicrotask(() => go(at));
  return {
    mark: (code) => {
      drawn = code && [code[0], code[1]];
      paint();
    },
  };
}

/**
 * @param {any} to
 * @param {number[]} place
 */
function spot(to, [x, y], radius, colour) {
  to.beginPath();
  to.arc(x, y, radius, 0, 2 * Math.PI);
  to.fillStyle = colour;
  to.fill();
}

/**
 * @param {any} to
 * @param {number[]} place
 */
function circle(to, [x, y], radius, colour, word) {
  to.beginPath();
  to.arc(x, y, radius, 0, 2 * Math.PI);
  to.lineWidth = 4;
  to.strokeStyle = colour;
  to.stroke();
  to.fillStyle = colour;
  to.font = "24px system-ui, sans-serif";
  to.fillText(word, x + radius + 6, y + 8);
}

function legend(list, { names, colours }) {
  names.forEach((name, i) => {
    const item = document.createElement("li");
    item.textContent = name;
    item.style.setProperty("--dot", colours[i]);
    list.append(item);
  });
}
