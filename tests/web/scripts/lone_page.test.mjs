// The parts of a run's page that need no page: numbers, scaling, the map's places.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toCode, toPlace } from "../../../ae/web/components/lone_page/map.js";
import { asBytes, half, whole } from "../../../ae/web/components/lone_page/numbers.js";
import { blank, cropped, even, resized } from "../../../ae/web/components/lone_page/resample.js";

test("halves are read, the smallest and the largest, too", () => {
  const cases = [[0x3c00, 1], [0xc000, -2], [0x7bff, 65504], [0x0001, 2 ** -24], [0x8000, -0], [0x3555, 0.333251953125]];
  for (const [bits, value] of cases) assert.equal(half(bits), value);
});

test("every byte comes back from the characters of a page", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const written = [...bytes].flatMap((byte) => (byte in { 0: 1, 13: 1, 60: 1, 61: 1 } ? [61, byte + 64] : [byte]));
  const text = new TextDecoder("windows-1252").decode(Uint8Array.from(written));
  assert.ok(!/[\0\r<]/.test(text));
  assert.deepEqual(whole(asBytes(text)), bytes);
});

test("what lies in the middle is rounded to the even neighbour", () => {
  const cases = [[0.5, 0], [1.5, 2], [2.5, 2], [3.49, 3], [-0.5, 0], [-1.5, -2], [7, 7]];
  for (const [given, rounded] of cases) assert.equal(even(given) + 0, rounded + 0);
});

test("a plain picture stays plain, however it is scaled", () => {
  const grey = blank(30, 17);
  grey.levels.fill(100);
  for (const filter of ["box", "bicubic"]) {
    for (const size of [[7, 17], [30, 40], [61, 5]]) {
      const { width, height, levels } = resized(grey, size, filter);
      assert.deepEqual([width, height], size);
      assert.ok(levels.every((level) => level === 100));
    }
  }
});

test("what is cut out beyond a picture is black", () => {
  const white = blank(2, 2);
  white.levels.fill(255);
  assert.deepEqual([...cropped(white, [-1, 0, 2, 3]).levels], [0, 255, 255, 0, 255, 255, 0, 0, 0]);
});

test("a code's place on the map stands for this code again", () => {
  const window = [-3, 5, 2, 4];
  assert.deepEqual(toPlace(window, 100, [-3, 4]), [0, 0]);
  for (const code of [[1, 3], [4.5, 2.1]]) {
    toCode(window, 100, toPlace(window, 100, code)).forEach((value, i) => {
      assert.ok(Math.abs(value - code[i]) < 1e-12);
    });
  }
});
