// A layer that takes some frames to paint: what it shows meanwhile, and what it shows in the end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeLayer } from "../../../ae/web/components/explorer/layer.js";

globalThis.ImageData ??= class {
  constructor(width, height) {
    Object.assign(this, { width, height, data: new Uint8ClampedArray(4 * width * height) });
  }
};

/** A canvas that remembers the first pixel of what was put onto it. */
const made = () => {
  const put = [];
  const context = { putImageData: (image) => put.push(image.pixels[0]) };
  return { put, width: 0, height: 0, style: {}, getContext: () => context };
};
const state = (left) => ({ view: [left, left + 2, 0, 2], width: 100, height: 100 });
const steps = function* (image, { view }) {
  yield;
  image.pixels[0] = 1 + view[0];
  yield;
};

test("nothing is shown before all is painted, and no more is done than there is time for", () => {
  const canvas = made();
  const layer = makeLayer(canvas, () => [4, 4], steps);
  assert.equal(layer.due, false);
  layer.renew();
  layer.work(state(0), performance.now() - 1);
  assert.ok(layer.busy && layer.due && !layer.painted);
  assert.deepEqual(canvas.put, []);
  layer.work(state(0), Number.POSITIVE_INFINITY);
  assert.deepEqual(canvas.put, [1]);
  assert.ok(layer.painted && !layer.busy && !layer.due);
});

test("what was begun is finished as it was begun, moved to where it lies, and then painted anew", () => {
  const canvas = made();
  const layer = makeLayer(canvas, () => [4, 4], steps);
  layer.renew();
  layer.work(state(0), performance.now() - 1);
  layer.renew();
  layer.work(state(1), Number.POSITIVE_INFINITY);
  assert.deepEqual(canvas.put, [1]);
  layer.place(state(1));
  assert.equal(canvas.style.transform, "translate(-50px, 0px) scale(1, 1)");
  assert.ok(layer.due);
  const now = state(1);
  layer.work(now, Number.POSITIVE_INFINITY);
  layer.place(now);
  assert.deepEqual(canvas.put, [1, 2]);
  assert.equal(canvas.style.transform, "");
});

test("of another plane nothing is finished, and what is there is not moved", () => {
  const canvas = made();
  const layer = makeLayer(canvas, () => [4, 4], steps);
  layer.renew();
  layer.work(state(0), Number.POSITIVE_INFINITY);
  layer.drop();
  layer.place(state(5));
  assert.equal(canvas.style.transform, "");
  assert.ok(layer.due && !layer.painted);
});
