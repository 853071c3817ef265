// What a hand does is told now and then, and its end always.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeTeller } from "../../../ae/web/components/shared/teller.js";

const rest = (ms) => new Promise((done) => setTimeout(done, ms));

test("of many news at once the last ones are told, once", async () => {
  const told = [];
  const teller = makeTeller(40, (news) => told.push(news));
  for (let news = 0; news < 50; news++) teller.soon(news);
  await rest(20);
  assert.deepEqual(told, [49]);
  teller.soon("later");
  assert.deepEqual(told, [49]);
  await rest(80);
  assert.deepEqual(told, [49, "later"]);
});

test("what is told now is told in place of what waits", async () => {
  const told = [];
  const teller = makeTeller(30, (news) => told.push(news));
  teller.now("a");
  teller.soon("b");
  teller.now("c");
  await rest(60);
  assert.deepEqual(told, ["a", "c"]);
});

test("what is forgotten is not told", async () => {
  const told = [];
  const teller = makeTeller(10, (news) => told.push(news));
  teller.soon("a");
  teller.forget();
  await rest(30);
  assert.deepEqual(told, []);
});
