// What an explorer is fed, read again: as Python's `parts` has packed it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeField, makePoints, makeSamples } from "../../../ae/web/components/explorer/parts.js";

test("a field is whole again, and a second time, too", () => {
  const [rows, columns, height, width] = [3, 4, 2, 1];
  const pictures = Uint8Array.from({ length: 24 }, (_, i) => (i * i * 37) % 256);
  const [size, places] = [height * width, rows * columns];
  const value = (p, row, column) =>
    row < 0 || column < 0 ? 0 : pictures[(row * columns + column) * size + p];
  const differences = new Uint8Array(24);
  for (let p = 0; p < size; p++) {
    for (let i = 0; i < places; i++) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      differences[p * places + i] =
        value(p, row, column) - value(p, row - 1, column) -
        value(p, row, column - 1) + value(p, row - 1, column - 1);
    }
  }
  const part = { header: { grid: [rows, columns, height, width], levels: 256, window: [] }, arrays: { differences } };
  for (let again = 0; again < 2; again++) {
    assert.deepEqual([...makeField(part).pictures], [...pictures]);
  }
});

test("points lie where they were, and those without a place nowhere", () => {
  const header = { within: [-1, 1, 0, 4], most: 100 };
  const steps = Uint16Array.from([0, 100, 50, 25, 101, 101]);
  const { positions } = makePoints({ header, arrays: { steps } });
  assert.deepEqual([...positions], [-1, 4, 0, 1, Number.NaN, Number.NaN]);
});

test("samples have all greys from black to white", () => {
  const arrays = { pictures: Uint8Array.from([0, 1, 62, 63]), reconstructions: new Uint8Array(4) };
  const header = { levels: 64, arrays: [{ name: "pictures", shape: [1, 2, 2] }] };
  assert.deepEqual([...makeSamples({ header, arrays }).pictures], [0, 4, 251, 255]);
});
