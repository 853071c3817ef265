// A plane of the code to walk through. What moves stays in the browser; Python hears of pins and
// a path when they change, and of a window to decode more finely once zooming has come to rest.
import { bus } from "../shared/bus.js";
import { rgb } from "../shared/picture.js";
import { lastTurn } from "../shared/turns.js";
import { listen } from "./input.js";
import { listenToButtons, showKey, showWords } from "./labels.js";
import { makeMarks } from "./marks.js";
import { makePainter } from "./painter.js";
import { makePanel } from "./panel.js";
import { makeField, makePoints, makeSamples } from "./parts.js";
import { makeState } from "./state.js";
import { makeView } from "./view.js";

// What was marked on each plane and what was seen of it, for as long as the browser has the page.
const kept = new Map();

export default function (component) {
  const root = component.parentElement.querySelector(".ae-explorer");
  root.explorer = root.explorer || start(root);
  root.explorer.update(component.data, component.setStateValue);
  return lastTurn(root, root.explorer.end);
}

function start(root) {
  const state = makeState();
  const plane = root.querySelector(".plane");
  const wait = root.querySelector(".wait");
  const parts = {};
  /** @type {((what: string, value: object) => void) | null} */
  let set = null;
  const tell = (what, about) => set?.(what, { name: state.name, ...about });
  const keep = () => {
    const { pins, path, view, cursor, latest } = state;
    if (state.name) kept.set(state.name, { pins, path, view, cursor, latest });
  };
  const painter = makePainter(root, plane, state, () => panel);
  const hooks = {
    moved: () => painter.schedule({ marks: state.drawing }),
    redraw: () => painter.schedule({ marks: true }),
    redrawAll: () => painter.schedule({ all: true }),
    place: (where) => panel.place(where),
    waiting(on) {
      if (wait.hidden === on) wait.hidden = !on;
    },
    ask: (window) => tell("window", { window }),
    send() {
      keep();
      tell("marks", { pins: state.pins, path: state.path });
    },
  };
  const panel = makePanel(root, state);
  const view = makeView(state, hooks);
  const marks = makeMarks(root, state, hooks);
  listen(plane, state, { view, marks, hooks });
  listenToButtons(root, state, { view, marks, hooks });

  let samples = null; // the name of their pictures, which may stay while the plane changes
  const make = { whole: makeField, finer: makeField, points: makePoints, samples: makeSamples };
  const adopt = (name) => {
    if (name !== state.name && name !== samples) return;
    for (const kind of Object.keys(make)) {
      const part = bus.parts.get(`${kind === "samples" ? samples : state.name}/${kind}`);
      if (!part || part === parts[kind]) continue;
      parts[kind] = part;
      state[kind === "whole" ? "field" : kind] = make[kind](part);
      panel.forget();
      marks.listPins();
      view.ask();
    }
    hooks.redrawAll();
  };
  const leave = () => {
    keep();
    view.rest();
    for (const kind of Object.keys(parts)) delete parts[kind];
    const nothing = { field: null, finer: null, points: null, near: null };
    Object.assign(state, nothing, { pins: [], path: [], route: [] });
    painter.drop();
  };
  // What was marked on this plane before is there again, in Python, too.
  const enter = ({ name, whole }) => {
    const cursor = [(whole[0] + whole[1]) / 2, (whole[2] + whole[3]) / 2];
    Object.assign(state, { name, whole, view: whole, cursor }, kept.get(name));
    hooks.waiting(false);
    marks.listPins();
    marks.stop();
    if (state.pins.length || state.path.length) hooks.send();
  };
  const update = (data, setStateValue) => {
    set = setStateValue;
    bus.listeners.add(adopt);
    const { axes, classes, colours: colourTexts } = data;
    const words = data.words[0];
    if (samples !== data.samples) state.samples = null;
    samples = data.samples;
    Object.assign(state, { words, axes, classes, colourTexts, colours: colourTexts.map(rgb) });
    showWords(root, state);
    showKey(root, state);
    if (data.name !== state.name) {
      leave();
      enter(data);
    }
    marks.label();
    painter.begin();
    adopt(data.name);
  };
  const end = () => {
    keep();
    set = null;
    bus.listeners.delete(adopt);
    marks.stop();
    view.rest();
    panel.rest();
    painter.end();
  };
  return { update, end };
}
