// Strokes as ink: the pixels that `ae.data.drawing.painter` paints, and how wide its pen is.
import { SIDE } from "../canvas/paper.js";
import { blank, even } from "./resample.js";

/** @typedef {{ tool: string, size: number, points: number[] }} Stroke */
/** @typedef {import("./resample.js").Picture} Picture */

const FINE = 2; // times as large it is painted, so that edges are soft
const DIRECTIONS = 24; // in so many ink is spread

/**
 * Paint strokes, white on black; the eraser takes away. Of other tools nothing is painted.
 *
 * @param {Stroke[]} strokes
 * @returns {Picture}
 */
export function painted(strokes, thinner = 1) {
  const whole = blank(SIDE * FINE, SIDE * FINE);
  for (const { tool, size, points } of strokes) {
    if (tool === "mask") continue;
    const level = tool === "pen" ? 255 : 0;
    const wide = size * thinner * FINE;
    const path = points.map((place) => place * FINE - 0.5);
    for (let i = 0; i < path.length; i += 2) {
      dot(whole, [path[i], path[i + 1]], (wide - 1) / 2, level);
      if (i) line(whole, path.slice(i - 2, i + 2).map(Math.trunc), Math.round(wide) / 2, level);
    }
  }
  return reduced(whole);
}

/**
 * As Pillow does, whose ellipses lie between whole pixels, the outer ones included.
 *
 * @param {Picture} picture
 * @param {number[]} place
 */
function dot(picture, [x, y], radius, level) {
  const [left, right] = [Math.trunc(x - radius), Math.trunc(x + radius)];
  const [top, bottom] = [Math.trunc(y - radius), Math.trunc(y + radius)];
  const [wide, tall] = [(right - left + 1) / 2, (bottom - top + 1) / 2];
  const [column, row] = [(left + right) / 2, (top + bottom) / 2];
  cover(picture, [left, top, right, bottom], level, (across, down) => {
    return ((across - column) / wide) ** 2 + ((down - row) / tall) ** 2 <= 1;
  });
}

/**
 * The band between two places; its ends are dots.
 *
 * @param {Picture} picture
 * @param {number[]} places
 */
function line(picture, [x1, y1, x2, y2], radius, level) {
  const [right, down] = [x2 - x1, y2 - y1];
  const long = Math.hypot(right, down);
  if (!long) return;
  const box = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
  const around = box.map((side, i) => (i < 2 ? Math.floor(side - radius) : Math.ceil(side + radius)));
  cover(picture, around, level, (x, y) => {
    const along = ((x - x1) * right + (y - y1) * down) / long;
    const aside = ((x - x1) * down - (y - y1) * right) / long;
    return along >= 0 && along <= long && Math.abs(aside) <= radius;
  });
}

/**
 * @param {Picture} picture
 * @param {number[]} box
 * @param {number} level
 * @param {(x: number, y: number) => boolean} holds
 */
function cover({ width, height, levels }, [left, top, right, bottom], level, holds) {
  for (let y = Math.max(0, top); y <= Math.min(height - 1, bottom); y++) {
    for (let x = Math.max(0, left); x <= Math.min(width - 1, right); x++) {
      if (holds(x, y)) levels[y * width + x] = level;
    }
  }
}

function reduced({ width, height, levels }) {
  const out = blank(width / FINE, height / FINE);
  for (let y = 0, at = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++, at++) {
      const first = y * FINE * width + x * FINE;
      const sum = levels[first] + levels[first + 1] + levels[first + width] + levels[first + width + 1];
      out.levels[at] = Math.floor((sum + 2) / 4);
    }
  }
  return out;
}

// The diameter of the pen that has drawn most, the mean over what was drawn.
export function penOf(strokes) {
  let [sum, all] = [0, 0];
  for (const { tool, size, points } of strokes) {
    if (tool !== "pen") continue;
    let long = size;
    for (let i = 2; i < points.length; i += 2) {
      long += Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
    }
    sum += long * size;
    all += long;
  }
  return all ? sum / all : 0;
}

/**
 * Ink spread by so many pixels on every side, in a picture that has room for it.
 *
 * @param {Picture} ink
 * @returns {Picture}
 */
export function widened(ink, by) {
  const room = Math.ceil(by);
  const out = blank(ink.width + 2 * room, ink.height + 2 * room);
  put(out, ink, room, room);
  for (const ring of by < 3 ? [by] : [by, by / 2]) {
    for (let i = 0; i < DIRECTIONS; i++) {
      const angle = (i * 2 * Math.PI) / DIRECTIONS;
      const [down, right] = [ring * Math.sin(angle), ring * Math.cos(angle)].map(even);
      put(out, ink, room + down, room + right);
    }
  }
  return out;
}

// The brighter of what is there and what is put on it.
function put(out, { width, height, levels }, top, left) {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y + top) * out.width + x + left;
      const level = levels[y * width + x];
      if (level > out.levels[at]) out.levels[at] = level;
    }
  }
}
