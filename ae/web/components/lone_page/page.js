import { byKeys, byPointer } from "../canvas/hands.js";
import { makePaper } from "../canvas/paper.js";
import { show } from "../shared/picture.js";
import { fill } from "../shared/text.js";
import { makeNetwork } from "./forward.js";
import { seen } from "./framing.js";
import { makeMap } from "./map.js";
import { packedIn, unpacked } from "./numbers.js";

// One run in a page of its own: what is drawn is rebuilt, here and at once, by nothing but this.

/** What Python tells of the run.
 * @typedef {{ form: any, framing: import("./framing.js").Framing, range: number[], example: any[],
 *   map: import("./map.js").Points | null, words: Record<string, string> }} Run */

const element = (id) => /** @type {any} */ (document.getElementById(id));
const context = (id) => element(id).getContext("2d");

export default function page() {
  /** @type {Run} */
  const run = JSON.parse(element("run").textContent);
  packedIn(document)
    .then(unpacked)
    .then((numbers) => start(run, makeNetwork(run.form, numbers)));
}

/** @param {Run} run */
function start(run, network) {
  const canvas = element("paper");
  const paper = makePaper(canvas);
  /** @type {{ now: any, tool: string, size: number }} */
  const hand = { now: null, tool: "pen", size: 22 };
  /** @type {any[]} */
  let strokes = [];
  /** @type {number | null} */
  let frame = null;
  const map = run.map && makeMap(run, (code) => draw("here", network.decoder(code)));

  const draw = (id, values) => {
    const [low, high] = run.range;
    const levels = Float32Array.from(values, (value) => ((value - low) / (high - low)) * 255);
    show(context(id), levels, { height: run.framing.shape[0], width: run.framing.shape[1] });
  };
  const paint = () => {
    frame = null;
    const all = hand.now ? [...strokes, hand.now] : strokes;
    paper.rebuild({ ground: {}, strokes: all });
    paper.show(all.length ? "" : run.words.here);
    if (keys.used) paper.ring({ at: keys.at, size: hand.size, down: Boolean(hand.now) });
    rebuild(all);
  };
  const rebuild = (all) => {
    const picture = seen(all, run.framing);
    const [low, high] = run.range;
    const given = Float32Array.from(picture.levels, (level) => low + (level / 255) * (high - low));
    const began = performance.now();
    const code = network.encoder(given);
    const made = network.decoder(code);
    const took = performance.now() - began;
    draw("seen", given);
    draw("made", made);
    map?.mark(all.length ? code : null);
    element("told").textContent = all.length ? told(given, made, took) : "";
  };
  const told = (given, made, took) => {
    const error = given.reduce((sum, value, at) => sum + (value - made[at]) ** 2, 0);
    return fill(run.words.told, { error: error.toFixed(1), took: took.toFixed(1) });
  };
  const later = () => (frame ??= requestAnimationFrame(paint));
  const set = (next) => {
    strokes = next;
    later();
  };
  const acts = {
    begin: (at, tool) => {
      hand.now = { tool, size: hand.size, points: at };
      later();
    },
    grow: later,
    finish: () => {
      const done = hand.now;
      hand.now = null;
      set([...strokes, done]);
    },
    drop: () => {
      hand.now = null;
      later();
    },
  };
  const keys = byKeys(canvas, hand, acts);
  const pointer = byPointer(canvas, hand, acts, keys.leave);
  const buttons = {
    undo: () => set(strokes.slice(0, -1)),
    clear: () => set([]),
    example: () => set(run.example),
  };
  for (const [name, act] of Object.entries(buttons)) {
    document.querySelector(`[data-do=${name}]`)?.addEventListener("click", () => {
      hand.now = null;
      act();
    });
  }
  canvas.addEventListener("keydown", (event) => {
    const act = !pointer.busy() && keys.act(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
  const brush = /** @type {HTMLInputElement} */ (document.querySelector("input"));
  brush.addEventListener("input", () => (hand.size = Number(brush.value)));
  if (!run.example.length) document.querySelector("[data-do=example]")?.remove();
  document.documentElement.dataset.ready = "true";
  set(run.example);
}
