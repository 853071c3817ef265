import { isEmpty, makeDrawing } from "./drawing.js";
import { byKeys, byPointer, character } from "./hands.js";
import { remembered } from "./memory.js";
import { makePaper } from "./paper.js";

// A canvas to draw on. Strokes stay vectors; nothing is sent while the pen moves, and what is
// painted while it moves is what is new, once a frame.
const [THINNEST, THICKEST, FINER] = [8, 48, 2]; // the brush, and its steps

export default function (component) {
  const root = component.parentElement.querySelector(".ae-canvas");
  root.drawing = root.drawing || start(root);
  root.drawing(component.data, component.setStateValue);
}

function start(root) {
  const canvas = root.querySelector("canvas");
  const paper = makePaper(canvas);
  const memory = remembered();
  const hand = { now: null, painted: 0, tool: "pen", size: 22, ...memory.hand };
  /** @type {number | null} */
  let frame = null;

  const paint = () => {
    frame = null;
    if (hand.now) paintNew();
    paper.show(!hand.now && isEmpty(memory.now) && root.dataset.here);
    if (keys.used) paper.ring({ at: keys.at, size: hand.size, down: Boolean(hand.now) });
  };
  const paintNew = () => {
    if (hand.now.points.length > hand.painted) paper.add(hand.now, hand.painted);
    hand.painted = hand.now.points.length;
  };
  const show = () => (frame ??= requestAnimationFrame(paint));
  const anew = () => {
    paper.rebuild(memory.now);
    hand.painted = 0; // a stroke under way comes back over it
    show();
  };
  const drawing = makeDrawing(memory, (painted) => {
    sayWhatCanBe(root, memory);
    if (painted) show();
    else anew();
  });
  const strokes = {
    begin: (at, tool) => {
      Object.assign(hand, { now: { tool, size: hand.size, points: at }, painted: 0 });
      show();
    },
    grow: show,
    finish: () => {
      const stroke = hand.now;
      paintNew();
      hand.now = null;
      drawing.add(stroke);
    },
    drop: () => {
      hand.now = null;
      anew();
    },
  };
  const keys = byKeys(canvas, hand, strokes);
  const pointer = byPointer(canvas, hand, strokes, keys.leave);
  listen(root, hand, {
    pen: () => choose(root, memory, hand, { tool: "pen" }),
    eraser: () => choose(root, memory, hand, { tool: "eraser" }),
    mask: () => choose(root, memory, hand, { tool: "mask" }),
    brush: (size) => choose(root, memory, hand, { size }),
    clear: () => {
      if (hand.now) strokes.drop();
      drawing.clear();
    },
    undo: () => (hand.now ? strokes.drop() : drawing.undo()),
    redo: drawing.redo,
    onCanvas: (event) => !pointer.busy() && keys.act(event),
  });
  choose(root, memory, hand, {});
  return (data, setStateValue) => {
    say(root, data.words[0]);
    drawing.update(data, setStateValue);
  };
}

function choose(root, memory, hand, { tool = hand.tool, size = hand.size }) {
  Object.assign(hand, { tool, size: Math.min(THICKEST, Math.max(THINNEST, size)) });
  memory.hand = { tool: hand.tool, size: hand.size };
  root.querySelector("input").value = hand.size;
  root.querySelectorAll("[data-tool]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.tool === hand.tool));
  });
}

function listen(root, hand, acts) {
  const slider = root.querySelector("input");
  slider.addEventListener("input", () => acts.brush(Number(slider.value)));
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("button"); // a translator wraps the words on it
    acts[button?.dataset.tool ?? button?.dataset.do]?.();
  });
  root.addEventListener("keydown", (event) => {
    if (event.target === slider) return;
    const act = onKey(event, hand, acts) || (event.target.matches("canvas") && acts.onCanvas(event));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
}

function onKey(event, hand, acts) {
  const [key, held] = [character(event), event.ctrlKey || event.metaKey];
  const brush = { "-": -FINER, "[": -FINER, "+": FINER, "=": FINER, "]": FINER }[key];
  if (brush && (!held || event.getModifierState("AltGraph"))) return () => acts.brush(hand.size + brush);
  if (event.altKey) return null;
  if (key === "z") return event.shiftKey ? acts.redo : acts.undo;
  if (key === "y") return acts.redo;
  return held ? null : { delete: acts.clear, p: acts.pen, e: acts.eraser, h: acts.mask }[key];
}

function sayWhatCanBe(root, { past, future }) {
  root.querySelector("[data-do=undo]").setAttribute("aria-disabled", String(!past.length));
  root.querySelector("[data-do=redo]").setAttribute("aria-disabled", String(!future.length));
}

function say(root, words) {
  const said = JSON.stringify(words);
  if (root.dataset.said === said) return; // what a translator made of them stays
  root.dataset.said = said;
  root.querySelectorAll("button").forEach((button) => {
    button.textContent = words[button.dataset.tool ?? button.dataset.do];
  });
  root.querySelector("label span").textContent = words.size;
  root.querySelector("[role=toolbar]").setAttribute("aria-label", words.tools);
  root.querySelector("canvas").setAttribute("aria-label", words.canvas);
  root.querySelector("p").textContent = words.keys;
  root.dataset.here = words.here;
}
