// One threshold over two histograms. Everything is counted anew here, while it is dragged.
import { bus } from "../shared/bus.js";
import { fill } from "../shared/text.js";
import { lastTurn } from "../shared/turns.js";
import { makeAxis, makeCurves, measure } from "./measures.js";
import { drawBars, drawCurve, percent, shade, short } from "./plot.js";
import { beside, makeTiles, showTiles } from "./tiles.js";

export default function (component) {
  const root = component.parentElement.querySelector(".ae-threshold");
  root.threshold ??= start(root);
  return root.threshold.update(component.data);
}

function start(root) {
  const find = (selector) => root.querySelector(selector);
  const plot = find(".plot");
  /** @type {any} */
  const state = { name: null, at: 0, parts: {}, ready: false, words: {} };
  let frame = 0;
  const schedule = () => {
    frame ||= requestAnimationFrame(paint);
  };

  const paint = () => {
    frame = 0;
    if (!state.ready) return;
    const found = measure(state.normal, state.odd, state.at);
    const place = state.axis.share(state.at);
    find(".line").style.transform = `translateX(${place * plot.clientWidth - 1}px)`;
    shade(state, place);
    showCounts(find(".counts"), found, state);
    state.onRoc(found.alarms, found.recall);
    state.onPr(found.recall, found.precision ?? 1);
    const [above, below] = beside(state.tiles, state.at);
    showTiles(find(".above"), above, state);
    showTiles(find(".under"), below, state);
    say(plot, found, state, place);
    placeMark(find(".mark"), plot, state);
    root.dataset.painted = Number(root.dataset.painted || 0) + 1;
  };
  const move = (place) => {
    state.at = state.axis.score(Math.min(Math.max(place, 0), 1));
    schedule();
  };
  listen(plot, state, move);

  const lay = () => {
    if (!state.ready || !plot.clientWidth) return;
    drawBars(root, state);
    schedule();
  };
  const sizes = new ResizeObserver(lay);

  const adopt = (name) => {
    if (name !== state.name) return;
    const [normal, odd] = ["normal", "odd"].map((kind) => bus.parts.get(`${name}/${kind}`));
    if (!normal || !odd || (normal === state.parts.normal && odd === state.parts.odd)) return;
    state.parts = { normal, odd };
    for (const side of ["normal", "odd"]) {
      state[side] = Float32Array.from(state.parts[side].arrays.scores).sort();
    }
    state.axis = makeAxis([...state.normal, ...state.odd]);
    state.curves = makeCurves(state.normal, state.odd);
    state.tiles = makeTiles(state.parts);
    state.ready = true;
    drawCurves(root, state);
    lay();
  };
  const update = (data) => {
    bus.listeners.add(adopt);
    sizes.observe(plot);
    Object.assign(state, { words: data.words[0], score: data.score, mark: data.mark });
    if (data.name !== state.name) {
      Object.assign(state, { name: data.name, at: data.start, parts: {}, ready: false });
    }
    label(root, state.words);
    adopt(data.name);
    schedule();
    return lastTurn(root, end);
  };
  const end = () => {
    bus.listeners.delete(adopt);
    sizes.disconnect();
    cancelAnimationFrame(frame);
    frame = 0;
  };
  return { update };
}

function label(root, words) {
  root.querySelector(".plot").setAttribute("aria-label", words.slider);
  [...root.querySelectorAll("h2")].forEach((title, i) => {
    title.textContent = [words.above, words.below][i];
  });
}

function drawCurves(root, state) {
  const { words, curves } = state;
  const [roc, pr] = [root.querySelector(".roc"), root.querySelector(".pr")];
  const titles = [fill(words.roc, { auc: curves.auc.toFixed(3) }), words.pr];
  [...root.querySelectorAll("figcaption")].forEach((title, i) => {
    title.textContent = titles[i];
  });
  state.onRoc = drawCurve(roc, curves.roc, words.rocAcross, words.rocUp, titles[0]);
  state.onPr = drawCurve(pr, curves.pr, words.prAcross, words.prUp, titles[1]);
}

function showCounts(list, found, { words, odd, normal }) {
  const share = (value) => (value === null ? words.none : percent(value));
  const rows = [
    ["caught", found.caught, "odd", odd.length],
    ["missed", found.missed, "odd", odd.length],
    ["falseAlarms", found.falseAlarms, "normal", normal.length],
    ["passed", found.passed, "normal", normal.length],
    ["precision", share(found.precision)],
    ["recall", share(found.recall)],
  ];
  if (!list.children.length) {
    list.append(...rows.map(() => document.createElement("div")));
    for (const row of list.children) row.append(...["dt", "dd"].map((n) => document.createElement(n)));
  }
  rows.forEach(([name, value, side, all], i) => {
    const row = list.children[i];
    row.className = side ? `side-${side}` : "";
    row.dataset.count = name;
    row.children[0].textContent = words[name];
    row.children[1].textContent = all ? fill(words.of, { count: value, all }) : value;
  });
}

function say(plot, found, { at, words }, place) {
  plot.setAttribute("aria-valuemin", 0);
  plot.setAttribute("aria-valuemax", 100);
  plot.setAttribute("aria-valuenow", Math.round(100 * place));
  const said = { threshold: short(at), recall: percent(found.recall), alarms: percent(found.alarms) };
  plot.setAttribute("aria-valuetext", fill(words.value, said));
}

function placeMark(mark, plot, { mark: score, axis, words }) {
  mark.hidden = score === null;
  if (mark.hidden) return;
  const place = axis.share(score);
  mark.style.transform = `translateX(${place * plot.clientWidth - 1}px)`;
  mark.classList.toggle("left", place > 0.7);
  mark.firstElementChild.textContent = fill(words.mine, { score: short(score) });
}

// Pointer and keys move the line; a finger that goes up or down scrolls the page instead.
function listen(plot, state, move) {
  const place = (event) => {
    const box = plot.getBoundingClientRect();
    return (event.clientX - box.left) / box.width;
  };
  plot.addEventListener("pointerdown", (event) => {
    if (!state.ready || event.button) return;
    plot.setPointerCapture(event.pointerId);
    if (event.pointerType === "mouse") move(place(event));
  });
  plot.addEventListener("pointermove", (event) => {
    if (state.ready && plot.hasPointerCapture(event.pointerId)) move(place(event));
  });
  plot.addEventListener("click", (event) => state.ready && move(place(event)));
  const steps = { ArrowLeft: -0.005, ArrowDown: -0.005, ArrowRight: 0.005, ArrowUp: 0.005 };
  Object.assign(steps, { PageDown: -0.05, PageUp: 0.05, Home: -1, End: 1 });
  plot.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!state.ready || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(state.axis.share(state.at) + step);
  });
}
