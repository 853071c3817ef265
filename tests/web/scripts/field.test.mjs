// The blend of a field, the route along a path, and a view that is moved: geometry without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { moved } from "../../../ae/web/components/explorer/layer.js";
import { stamp } from "../../../ae/web/components/explorer/layers.js";
import { along, evenly, lengths } from "../../../ae/web/components/explorer/route.js";
import { blend, holds } from "../../../ae/web/components/shared/field.js";

// A field whose pictures, of one pixel, are a plane over the places: any cubic keeps it.
const [rows, columns] = [5, 4];
const pictures = Uint8Array.from({ length: rows * columns }, (_, i) => {
  return 10 + 8 * (i % columns) + 20 * Math.floor(i / columns);
});
const field = { rows, columns, height: 1, width: 1, window: [-1, 2, 0, 4], pictures };

test("a plane stays a plane, up to the edges", () => {
  for (const [x, y] of [[-1, 0], [2, 4], [0.3, 1.7], [1.99, 0.01], [-0.999, 3.5]]) {
    assert.ok(Math.abs(blend(field, x, y)[0] - (10 + 8 * (x + 1) + 20 * y)) < 1e-4);
  }
});

test("beyond the edges the nearest picture stays", () => {
  assert.equal(blend(field, -9, -9)[0], 10);
  assert.equal(blend(field, 9, 9)[0], 10 + 8 * 3 + 20 * 4);
});

test("a window holds its edges and nothing beyond", () => {
  assert.ok(holds([0, 1, 0, 1], [0, 1]));
  assert.ok(!holds([0, 1, 0, 1], [0, 1.001]));
});

test("places along a route are equally far apart, whatever its corners", () => {
  const route = [[0, 0], [0, 0], [3, 0], [3, 4]];
  assert.deepEqual(lengths(route), [0, 0, 3, 7]);
  assert.deepEqual(along(route, lengths(route), 5), [3, 2]);
  assert.deepEqual(evenly(route, 8).at(-1), [3, 4]);
  assert.deepEqual(evenly(route, 8)[3], [3, 0]);
});

test("a picture of one view lies in another where its places do", () => {
  const [across, down, wide, high] = moved([0, 2, 0, 2], [1, 2, 0, 1], 300, 300).match(/-?[\d.]+/g);
  assert.deepEqual([across, down, wide, high].map(Number), [-300, -300, 2, 2]);
});

test("a disc at the edge is cut off, not left out, and none reaches around it", () => {
  const image = { width: 4, height: 3, pixels: new Uint32Array(12) };
  const disc = { reach: 1, side: 3, cover: new Array(9).fill(200) };
  const inked = () => [...image.pixels].map((pixel, i) => (pixel ? i : -1)).filter((i) => i >= 0);
  stamp(image, disc, 0, 0, 0);
  assert.deepEqual(inked(), [0, 1, 4, 5]);
  stamp(image, disc, 4, 1, 0);
  assert.deepEqual(inked(), [0, 1, 3, 4, 5, 7, 11]);
  image.pixels.fill(0);
  for (const [x, y] of [[-2, 1], [6, 1], [1, -2], [1, 5], [-900, -900]]) stamp(image, disc, x, y, 0);
  assert.deepEqual(inked(), []);
});
