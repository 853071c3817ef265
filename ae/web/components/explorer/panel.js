// Beside the map: the large picture, the nearest held-out sample, and both in words.
import { blend } from "../shared/field.js";
import { show } from "../shared/picture.js";
import { fill } from "../shared/text.js";
import { fieldAt } from "./layers.js";

const SAY_EVERY = 500; // ms: a screen reader is told no more often

// The nearest of the points that have pictures.
function nearestSample({ places, numbers }, x, y) {
  // A thousand distances take a microsecond or two: no index is needed.
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < numbers.length; i++) {
    const dx = places[2 * i] - x;
    const dy = places[2 * i + 1] - y;
    const distance = dx * dx + dy * dy;
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return { at: best, distance: Math.sqrt(least) };
}

/** @param {import("./state.js").State} state */
export function makePanel(root, state) {
  const find = (selector) => root.querySelector(selector);
  const context = (selector) => find(selector).getContext("2d");
  const large = context(".large canvas");
  const original = context(".original");
  const again = context(".again");
  const where = find(".where");
  const nearest = find(".nearest");
  const beside = find(".beside");
  const live = find(".live");
  let shown = -1;
  const drawn = { field: null, x: 0, y: 0 };
  let timer = 0;
  let sentence = "";

  const inWords = (value) => {
    const width = state.view[1] - state.view[0];
    const places = Math.max(1, Math.min(6, Math.ceil(1.3 - Math.log10(width))));
    return value.toFixed(places).replace("-", "−");
  };
  const place = ([x, y]) =>
    fill(state.words.place, { across: state.axes[0], x: inWords(x), up: state.axes[1], y: inWords(y) });

  const write = (node, text) => {
    if (node.firstChild?.data !== text) node.textContent = text;
  };
  const say = (text) => {
    sentence = text;
    timer ||= setTimeout(() => {
      timer = 0;
      if (live.textContent !== sentence) live.textContent = sentence;
    }, SAY_EVERY);
  };

  const near = (points, samples, { at, distance }) => {
    const size = samples.height * samples.width;
    const number = points.numbers[at];
    if (at !== shown) {
      shown = at;
      show(original, samples.pictures, samples, at * size);
      show(again, samples.reconstructions, samples, at * size);
      root.style.setProperty("--class", state.colourTexts[points.labels[number]]);
    }
    const label = state.classes[points.labels[number]];
    const values = { label, number, away: inWords(distance) };
    write(nearest, fill(state.words.nearest, values));
    return fill(state.words.like, { place: place(state.cursor), ...values });
  };

  return {
    forget() {
      shown = -1;
      drawn.field = null;
    },
    place,
    draw() {
      const [x, y] = state.cursor;
      const { samples, points } = state;
      const known = samples !== null && points !== null && points.numbers.length > 0;
      const field = fieldAt(state, state.cursor);
      // What stays is not painted again: to find out is cheaper.
      if (drawn.field !== field || drawn.x !== x || drawn.y !== y) {
        show(large, blend(field, x, y), field);
        Object.assign(drawn, { field, x, y });
      }
      write(where, place(state.cursor));
      if (beside.hidden === known) beside.hidden = !known;
      state.near = known ? nearestSample(points, x, y) : null;
      say(state.near ? near(points, samples, state.near) : place(state.cursor));
    },
    /** Nothing is said from now on. */
    rest() {
      clearTimeout(timer);
      timer = 0;
    },
  };
}
