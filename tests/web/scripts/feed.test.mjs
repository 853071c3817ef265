// Feeds: what came as bytes lies on the bus under its name, the newest one, until its mount ends.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { deflateSync } from "node:zlib";
import feed from "../../../ae/web/components/feed/feed.js";
import { bus } from "../../../ae/web/components/shared/bus.js";

const message = (name, stamp, values, window = [0, 1, 0, 1]) => {
  const described = [{ name: "pictures", type: "uint8", shape: [1, values.length, 1, 1] }];
  const header = { name, kind: "whole", stamp, window, arrays: described };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const body = deflateSync(Uint8Array.from(values));
  const bytes = new Uint8Array(4 + text.length + body.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(body, 4 + text.length);
  return bytes;
};

/** Show a message in a mount, and wait until it has been taken in; return its end. */
const fed = async (mount, data) => {
  const heard = [];
  bus.listeners.add((name) => heard.push(name));
  const end = feed({ data, parentElement: mount });
  for (let i = 0; i < 100 && !heard.length; i++) await new Promise((done) => setTimeout(done, 2));
  bus.listeners.clear();
  return { end, heard };
};

beforeEach(() => bus.parts.clear());

test("what was deflated is whole again", async () => {
  await fed({}, message("a", "1", [10, 5, 250]));
  assert.deepEqual([...bus.parts.get("a/whole").arrays.pictures], [10, 5, 250]);
});

test("the same bytes under another name, or of another window, are taken in", async () => {
  const mount = {};
  await fed(mount, message("a", "1", [1]));
  const { heard } = await fed(mount, message("b", "1", [1]));
  assert.deepEqual(heard, ["b"]);
  assert.deepEqual([...bus.parts.keys()], ["b/whole"]);
  await fed(mount, message("b", "2", [1], [5, 6, 5, 6]));
  assert.deepEqual(bus.parts.get("b/whole").header.window, [5, 6, 5, 6]);
});

test("the end of a call that another has followed ends nothing", async () => {
  const mount = {};
  const first = await fed(mount, message("a", "1", [1]));
  const second = await fed(mount, message("a", "2", [2]));
  first.end();
  assert.equal(bus.parts.get("a/whole").arrays.pictures[0], 2);
  second.end();
  assert.equal(bus.parts.size, 0);
});

test("the end of a mount leaves what another mount has brought", async () => {
  const first = await fed({}, message("a", "1", [1]));
  await fed({}, message("a", "1", [1]));
  first.end();
  assert.ok(bus.parts.has("a/whole"));
});
