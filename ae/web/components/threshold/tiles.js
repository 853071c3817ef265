// The samples beside the line, each with the map of where it is odd.
import { fill } from "../shared/text.js";
import { short } from "./plot.js";

const BESIDE = 12;

// All pictured samples of both sides, by their scores.
export function makeTiles(parts) {
  const tiles = [];
  for (const side of ["normal", "odd"]) {
    const { header, arrays } = parts[side];
    const [, height, width] = header.arrays.find(({ name }) => name === "pictures").shape;
    arrays.pictured.forEach((number, i) => {
      tiles.push({ side, i, height, width, score: arrays.scores[number], text: header.texts[i] });
    });
  }
  return tiles.sort((a, b) => a.score - b.score);
}

// The nearest on each side of a threshold, nearest first.
export function beside(tiles, threshold) {
  let above = 0;
  while (above < tiles.length && tiles[above].score <= threshold) above++;
  return [tiles.slice(above, above + BESIDE), tiles.slice(Math.max(above - BESIDE, 0), above).reverse()];
}

export function showTiles(box, tiles, state) {
  const shown = tiles.map(({ side, i }) => `${side}${i}`).join();
  if (box.shown === shown) return;
  box.shown = shown;
  const nodes = tiles.map((tile) => (tile.node ??= makeTile(tile, state)));
  if (!nodes.length) nodes.push(document.createTextNode(state.words.nothing));
  box.replaceChildren(...nodes);
}

function makeTile(tile, state) {
  const node = document.createElement("div");
  const truth = state.words[tile.side];
  node.className = `tile side-${tile.side}`;
  node.setAttribute("role", "img");
  const said = { text: tile.text, truth, score: short(tile.score) };
  node.title = fill(state.words.tile, said);
  node.setAttribute("aria-label", node.title);
  const pair = document.createElement("span");
  const below = document.createElement("small");
  below.textContent = [tile.text, truth, short(tile.score)].filter(Boolean).join(" · ");
  const { arrays } = state.parts[tile.side];
  pair.append(
    paint(tile, arrays.pictures, (value) => [value, value, value]),
    paint(tile, arrays.differences, coloured),
  );
  node.append(pair, below);
  return node;
}

function paint({ i, height, width }, values, colour) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const image = new ImageData(width, height);
  const size = height * width;
  for (let p = 0; p < size; p++) {
    const [r, g, b] = colour(values[i * size + p]);
    image.data.set([r, g, b, 255], 4 * p);
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}

// Orange where the reconstruction has too much, blue where it lacks something: as on other pages.
function coloured(value) {
  const share = (value - 128) / 127;
  if (share > 0) return [255 * share, 150 * share, 30 * share];
  return [-70 * share, -150 * share, -255 * share];
}
