// What fingers do to the plane of an explorer, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeGesture } from "../../../ae/web/components/explorer/gesture.js";

const at = (x, y, time = 0) => ({ x, y, at: time });

test("a short touch that stays is a tap, a long or a moved one is none", () => {
  const cases = [
    [0, 100, "tap"],
    [4, 100, "tap"],
    [20, 100, null],
    [0, 900, null],
  ];
  for (const [moved, time, expected] of cases) {
    const gesture = makeGesture();
    gesture.down(1, at(10, 10), false);
    gesture.move(1, at(10 + moved, 10));
    assert.equal(gesture.up(1, time, false), expected);
    assert.equal(gesture.kind, "none");
  }
});

test("a touch that was taken away is no tap and completes no path", () => {
  for (const drawing of [false, true]) {
    const gesture = makeGesture();
    gesture.down(1, at(0, 0), drawing);
    assert.equal(gesture.up(1, 10, true), null);
    assert.equal(gesture.kind, "none");
  }
});

test("a second finger makes a pinch of a path, which is not completed", () => {
  const gesture = makeGesture();
  assert.equal(gesture.down(1, at(0, 0), true), "path");
  gesture.move(1, at(50, 0));
  assert.equal(gesture.down(2, at(100, 0), true), "pinch");
  assert.deepEqual(gesture.between(), { x: 75, y: 0, apart: 50 });
  assert.equal(gesture.up(2, 50, false), null);
  assert.equal(gesture.follows(1), false);
  assert.equal(gesture.up(1, 60, false), null);
  assert.equal(gesture.kind, "none");
});

test("after three fingers nothing follows until all have left, then a hover does", () => {
  const gesture = makeGesture();
  for (const finger of [1, 2, 3]) gesture.down(finger, at(finger * 30, 0), true);
  assert.equal(gesture.kind, "over");
  for (const finger of [2, 1]) assert.equal(gesture.up(finger, 10, false), null);
  assert.equal(gesture.kind, "over");
  assert.equal(gesture.up(3, 20, false), null);
  assert.equal(gesture.kind, "none");
  assert.equal(gesture.follows(9), true);
});

test("what hovers beside a finger that is down moves nothing", () => {
  const gesture = makeGesture();
  gesture.down(1, at(0, 0), false);
  assert.equal(gesture.follows(2), false);
  assert.equal(gesture.follows(1), true);
});
