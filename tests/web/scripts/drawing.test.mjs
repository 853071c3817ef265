import assert from "node:assert/strict";
import { test } from "node:test";
import { makeDrawing } from "../../../ae/web/components/canvas/drawing.js";
import { character } from "../../../ae/web/components/canvas/hands.js";
import { NOTHING } from "../../../ae/web/components/canvas/memory.js";

const FRESH = { version: 1, turn: 0, count: 0, ground: 0, strokes: [], picture: "", name: "a" };
const stroke = (x) => ({ tool: "pen", size: 22, points: [x, x] });

function mounted() {
  const memory = { now: { strokes: [], ground: NOTHING }, past: [], future: [], version: 0 };
  const told = [];
  const drawing = makeDrawing(memory, () => {});
  const tell = (_name, message) => told.push(message);
  drawing.update(FRESH, tell);
  return { memory, told, drawing, answer: (data) => drawing.update({ ...FRESH, ...data }, tell) };
}

test("what is told is what is new since the last answer", () => {
  const { told, drawing, answer } = mounted();
  drawing.add(stroke(1));
  drawing.add(stroke(2)); // nothing was answered yet: both are told
  assert.deepEqual([told[1].since, told[1].strokes.length], [0, 2]);
  answer({ turn: 2, count: 2 });
  drawing.add(stroke(3));
  assert.deepEqual([told[2].since, told[2].strokes], [2, [stroke(3)]]);
});

test("an answer to an older message agrees to nothing", () => {
  const { told, drawing, answer } = mounted();
  drawing.add(stroke(1));
  drawing.add(stroke(2));
  answer({ turn: 1, count: 1 });
  drawing.add(stroke(3));
  assert.equal(told[2].since, 0);
});

test("what was taken back after it was agreed is told as shorter", () => {
  const { told, drawing, answer } = mounted();
  drawing.add(stroke(1));
  drawing.add(stroke(2));
  answer({ turn: 2, count: 2 });
  drawing.undo();
  assert.deepEqual([told[2].since, told[2].strokes], [1, []]);
});

test("one history holds strokes, clearing and what the page puts there", () => {
  const { memory, drawing, answer } = mounted();
  drawing.add(stroke(1));
  drawing.clear();
  answer({ version: 2, strokes: [stroke(7), stroke(8)], count: 2 });
  const lengths = () => memory.now.strokes.length;
  assert.equal(lengths(), 2);
  const back = [0, 1, 0].map(() => (drawing.undo(), lengths()));
  assert.deepEqual(back, [0, 1, 0]);
  const forth = [1, 0, 2].map(() => (drawing.redo(), lengths()));
  assert.deepEqual(forth, [1, 0, 2]);
  drawing.undo();
  drawing.add(stroke(3));
  assert.equal(memory.future.length, 0);
});

test("clearing what is empty is no step", () => {
  const { memory, told, drawing } = mounted();
  drawing.clear();
  assert.deepEqual([memory.past.length, told.length], [0, 0]);
});

test("a key is known by its character, or where it lies", () => {
  assert.equal(character({ key: "Z", code: "KeyY" }), "z");
  assert.equal(character({ key: "я", code: "KeyZ" }), "z");
});
