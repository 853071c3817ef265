// Ink as a network's input: as `ae.data.drawing.seen` and the datasets' own framings make it.
import { painted, penOf, widened } from "./ink.js";
import { blank, cropped, even, resized, sheared } from "./resample.js";

/** @typedef {import("./resample.js").Picture} Picture */
/** @typedef {import("./resample.js").Box} Box */
/** What a framing is: `kind` is how; without one what covers the canvas is scaled as it is.
 * @typedef {{ kind: string, shape: number[], centre?: number, strokes?: number[] }} Framing */

const EDGE = 0.4; // a pixel above this share of the brightest is the digit's
const BOX = 20; // the side of the box that a digit is scaled into
const THINNER_BY = 0.05; // the logarithm of the steps in which a pen is taken thinner
const SCAN = 32; // the side of the square in which digits are counted in cells
const DIGIT = [20, 32];
const [WIDER, TALLER, MOST_LEAN] = [1.3, 2, 0.35];

/**
 * Return what a network sees of strokes.
 *
 * @param {import("./ink.js").Stroke[]} strokes
 * @param {Framing} framing
 * @returns {Picture}
 */
export function seen(strokes, framing, paint = painted) {
  let ink = paint(strokes);
  if (!framing.kind || !ink.levels.some(Boolean)) {
    return resized(ink, [framing.shape[1], framing.shape[0]], "box");
  }
  const pen = penOf(strokes);
  const reach = Math.max(...span(ink, pen));
  if (reach > pen) {
    const [thin, thick] = (framing.strokes ?? []).map((wide) => (wide * reach) / (BOX - wide));
    if (thick < pen) ink = thinned(ink, strokes, thick / pen, paint);
    else if (thin > pen) ink = widened(ink, (thin - pen) / 2);
  }
  return framed(ink, framing);
}

// What is drawn too thick is drawn anew with a thinner pen, as far as ink is left.
function thinned(ink, strokes, share, paint) {
  const thinner = Math.exp(THINNER_BY * Math.ceil(Math.log(share) / THINNER_BY));
  if (thinner >= 1) return ink;
  const anew = paint(
    strokes.filter(({ tool }) => tool === "pen"),
    thinner,
  );
  return { ...ink, levels: ink.levels.map((level, at) => Math.min(level, anew.levels[at])) };
}

/**
 * @param {Picture} ink
 * @param {Framing} framing
 */
export function framed(ink, { kind, shape, centre = 0 }) {
  if (kind === "counted") return counted(ink, shape, centre);
  const box = inkBox(ink);
  const digit = resized(cropped(ink, box), scaledInto(box), "bicubic");
  return placed(digit, shape, centre);
}

// Width and height of ink without its pen's.
function span(ink, pen) {
  const [left, top, right, bottom] = inkBox(ink);
  return [Math.max(right - left - pen, 0), Math.max(bottom - top - pen, 0)];
}

/**
 * @param {Picture} ink
 * @returns {Box}
 */
export function inkBox({ width, height, levels }) {
  const least = EDGE * levels.reduce((most, level) => Math.max(most, level), 0);
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (levels[at] <= least) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    }
  }
  return right ? [left, top, right, bottom] : [0, 0, width, height];
}

function scaledInto([left, top, right, bottom]) {
  const scale = BOX / Math.max(right - left, bottom - top);
  return [right - left, bottom - top].map((side) => Math.max(1, even(side * scale)));
}

/**
 * A digit on black with its mass in the middle.
 *
 * @param {Picture} digit
 * @param {number[]} shape height and width
 * @param {number} centre
 */
function placed(digit, [height, width], centre) {
  const [row, column] = massOf(digit);
  const out = blank(width, height);
  const within = (place, room) => Math.min(Math.max(even(centre - place), 0), room);
  const top = within(row, height - digit.height);
  const left = within(column, width - digit.width);
  for (let y = 0; y < digit.height; y++) {
    for (let x = 0; x < digit.width; x++) {
      out.levels[(top + y) * width + left + x] = digit.levels[y * digit.width + x];
    }
  }
  return out;
}

function massOf({ width, height, levels }) {
  let [mass, rows, columns] = [0, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      mass += levels[at];
      rows += levels[at] * y;
      columns += levels[at] * x;
    }
  }
  return [rows / Math.max(mass, 1), columns / Math.max(mass, 1)];
}

// Upright, counted in 8×8 cells, enlarged again: see `ae.data.datasets.digits`.
function counted(ink, shape, centre) {
  const [left, top, right, bottom] = inkBox(ink);
  let [wide, tall] = [DIGIT[0] / (right - left), DIGIT[1] / (bottom - top)];
  wide = Math.min(wide, WIDER * tall);
  tall = Math.min(tall, TALLER * wide);
  const size = [wide * (right - left), tall * (bottom - top)].map((side) => Math.max(1, even(side)));
  const digit = resized(cropped(ink, [left, top, right, bottom]), size, "box");
  const square = blank(SCAN, SCAN);
  const [across, down] = size.map((side) => Math.floor((SCAN - side) / 2));
  for (let y = 0; y < digit.height; y++) {
    for (let x = 0; x < digit.width; x++) {
      square.levels[(y + down) * SCAN + x + across] = digit.levels[y * digit.width + x];
    }
  }
  const upright = sheared(square, leanOf(sheared(square, 0)));
  const large = placed(resized(cells(upright), [BOX, BOX], "bicubic"), shape, centre);
  return { ...large, levels: large.levels.map(steepened) };
}

function steepened(level) {
  return even(Math.min(Math.max((level - 50) / 155, 0), 1) * 255);
}

// How many pixels of each cell are inked, as grey levels.
function cells({ levels }) {
  const out = blank(8, 8);
  const counts = new Array(64).fill(0);
  const side = SCAN / 8;
  levels.forEach((level, at) => {
    const [y, x] = [Math.floor(at / SCAN), at % SCAN];
    if (level > 127) counts[Math.floor(y / side) * 8 + Math.floor(x / side)] += 1;
  });
  out.levels.set(counts.map((count) => Math.trunc(count * 15.9375)));
  return out;
}

// By the leftmost pixels of a digit's first and last row.
function leanOf({ levels }) {
  /** @type {number[][]} */
  const found = [];
  for (let y = 0; y < SCAN; y++) {
    const x = levels.subarray(y * SCAN, (y + 1) * SCAN).findIndex((level) => level > 127);
    if (x >= 0) found.push([y, x]);
  }
  if (found.length < 2) return 0;
  const [[first, left], [last, right]] = [found[0], found[found.length - 1]];
  return Math.min(MOST_LEAN, Math.max(-MOST_LEAN, (left - right) / (last - first)));
}
