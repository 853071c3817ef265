// What a person marks: pins, and a path; and playing along either.
import { blend } from "../shared/field.js";
import { show } from "../shared/picture.js";
import { fill } from "../shared/text.js";
import { fieldAt } from "./layers.js";
import { along, evenly, lengths } from "./route.js";

const MOST_PINS = 24;
const PATH_POINTS = 64; // a path goes to Python as so many places, equally far apart
const SPEED = 0.22; // of the view's width, in a second
const STILL_STEPS = 600; // ms between pictures for who asked for less motion

/** @param {import("./state.js").State} state */
export function makeMarks(root, state, hooks) {
  const list = root.querySelector(".pins");
  const button = (name) => root.querySelector(`[data-do="${name}"]`);
  /** @type {{ name: string, frame: number, before: number | null, distance: number,
   *   direction: number } | null} */
  let playing = null;

  const label = () => {
    const { words } = state;
    const playable = { playPath: state.path.length > 1, playPins: state.pins.length > 1 };
    for (const [name, there] of Object.entries(playable)) {
      const on = playing?.name === name;
      button(name).hidden = !there;
      button(name).textContent = on ? words.stop : words[name];
      button(name).setAttribute("aria-pressed", String(on));
    }
    button("clear").hidden = !state.pins.length && !state.path.length;
    button("draw").setAttribute("aria-pressed", String(state.drawing));
  };
  const listPins = () => {
    if (!state.field) return;
    list.replaceChildren(...state.pins.map((place, i) => pinItem(state, hooks.place, place, i)));
  };
  const changed = () => {
    state.path = state.path.length > 1 ? state.path : [];
    stop();
    listPins();
    hooks.send();
  };
  const stop = () => {
    if (playing) cancelAnimationFrame(playing.frame);
    playing = null;
    label();
    hooks.redraw();
  };
  const play = (name) => {
    if (playing?.name === name) return stop();
    stop();
    const route = name === "playPath" ? state.path : state.pins;
    if (route.length < 2) return;
    const reached = lengths(route);
    const total = reached.at(-1);
    if (!total) return;
    playing = { name, frame: 0, before: null, distance: 0, direction: 1 };
    const speed = SPEED * (state.view[1] - state.view[0]);
    const step = (now) => {
      if (!playing) return;
      const { before } = playing;
      playing.frame = requestAnimationFrame(step);
      if (before !== null && state.still && now - before < STILL_STEPS) return;
      const passed = before === null ? 0 : Math.min(now - before, state.still ? STILL_STEPS : 100);
      playing.before = now;
      playing.distance += playing.direction * speed * (passed / 1000);
      if (playing.distance > total || playing.distance < 0) {
        playing.direction = playing.distance < 0 ? 1 : -1; // there and back again
        playing.distance = Math.min(total, Math.max(0, playing.distance));
      }
      state.cursor = along(route, reached, playing.distance);
      hooks.moved();
    };
    playing.frame = requestAnimationFrame(step);
    label();
  };
  return {
    get playing() {
      return Boolean(playing);
    },
    label,
    listPins,
    stop,
    play,
    pin(place) {
      if (state.pins.length >= MOST_PINS) return;
      state.pins = [...state.pins, place];
      state.latest = "playPins";
      changed();
    },
    unpin(i) {
      state.pins = state.pins.filter((_, at) => at !== i);
      changed();
    },
    trace(route) {
      state.path = route.length > 1 ? evenly(route, PATH_POINTS) : [];
      state.latest = "playPath";
      changed();
    },
    clear() {
      state.pins = [];
      state.path = [];
      changed();
    },
    toggle() {
      if (playing) return stop();
      const order = state.latest === "playPins" ? ["playPins", "playPath"] : ["playPath", "playPins"];
      const ready = { playPath: state.path.length > 1, playPins: state.pins.length > 1 };
      const name = order.find((one) => ready[one]);
      if (name) play(name);
    },
  };
}

// A pin's picture, to go there by, and a button that removes it.
function pinItem(state, placed, place, i) {
  const item = document.createElement("li");
  const canvas = document.createElement("canvas");
  const field = fieldAt(state, place);
  show(canvas.getContext("2d"), blend(field, place[0], place[1]), field);
  const go = document.createElement("button");
  go.type = "button";
  go.className = "go";
  go.dataset.pin = i;
  go.setAttribute("aria-label", fill(state.words.pin, { number: i + 1, place: placed(place) }));
  go.append(canvas, Object.assign(document.createElement("b"), { textContent: i + 1 }));
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "remove";
  remove.dataset.remove = i;
  remove.textContent = "×";
  remove.setAttribute("aria-label", fill(state.words.remove, { number: i + 1 }));
  item.append(go, remove);
  return item;
}
