// A plane of the code to walk through. What moves stays in the browser; Python hears of pins and
// a path when they change, and of a window to decode more finely once zooming has come to rest.
export default function (component) {
  const root = component.parentElement.querySelector(".ae-explorer");
  root.explorer = root.explorer || start(root);
  root.explorer.update(component.data, component.setStateValue);
  return root.explorer.end;
}

function start(root) {
  const find = (selector) => root.querySelector(selector);
  const [plane, field, points, over] = [".plane", ".field", ".points", ".over"].map(find);
  const state = {
    name: null,
    words: {},
    axes: ["", ""],
    whole: [-1, 1, -1, 1],
    view: [-1, 1, -1, 1],
    field: null,
    finer: null,
    points: null,
    samples: null,
    cursor: [0, 0],
    near: null,
    pins: [],
    path: [],
    route: [],
    drawing: false,
    dots: true,
    only: null,
    width: 0,
    height: 0,
    scale: 1,
    colours: [],
    colourTexts: [],
  };
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  Object.defineProperty(state, "still", { get: () => reduced.matches });
  const parts = {};
  let set = () => {};
  const due = { all: false, marks: false, frame: null };

  const paint = () => {
    due.frame = null;
    if (!state.field || !state.width) return;
    if (due.all) {
      drawField(field, state);
      drawPoints(points, state);
    }
    if (due.all || due.marks) drawOver(over, state);
    panel.draw();
    placeCursor(plane, state);
    due.all = due.marks = false;
    root.dataset.painted = Number(root.dataset.painted || 0) + 1;
  };
  const schedule = (all, marks = false) => {
    due.all ||= all;
    due.marks ||= marks;
    due.frame ??= requestAnimationFrame(paint);
  };
  const hooks = {
    moved: () => schedule(false, state.drawing),
    redraw: () => schedule(false, true),
    redrawAll: () => schedule(true),
    place: (where) => panel.place(where),
    waiting: (on) => (find(".wait").hidden = !on),
    ask: (window) => set("window", { name: state.name, window }),
    send: () => set("marks", { name: state.name, pins: state.pins, path: state.path }),
  };
  const panel = makePanel(root, state);
  const view = makeView(state, hooks);
  const marks = makeMarks(root, state, hooks);
  listen(plane, state, { view, marks, hooks });

  const centre = () => [(state.view[0] + state.view[1]) / 2, (state.view[2] + state.view[3]) / 2];
  const acts = {
    closer: () => view.glide(1.6, centre()),
    farther: () => view.glide(1 / 1.6, centre()),
    whole: view.showWhole,
    dots: (button) => {
      state.dots = !state.dots;
      button.setAttribute("aria-pressed", String(state.dots));
      hooks.redrawAll();
    },
    draw: () => {
      state.drawing = !state.drawing;
      marks.stop();
    },
    playPath: () => marks.play("playPath"),
    playPins: () => marks.play("playPins"),
    clear: marks.clear,
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { do: act, pin, remove, only } = button.dataset;
    if (act) acts[act](button);
    if (only) {
      state.only = state.only === Number(only) ? null : Number(only);
      showKey(root, state);
      hooks.redrawAll();
    }
    if (remove) marks.unpin(Number(remove));
    if (pin) {
      marks.stop();
      state.cursor = state.pins[Number(pin)];
      view.follow();
      hooks.moved();
    }
  });

  const dress = () => {
    const style = getComputedStyle(root);
    const colour = (name) => style.getPropertyValue(name).trim();
    state.ink = colour("--st-text-color");
    state.paper = colour("--st-background-color");
    state.primary = colour("--st-primary-color");
    state.font = style.fontFamily;
    state.plain = rgb(state.ink);
    schedule(true);
  };
  root.addEventListener("transitionend", (event) => event.target === root && dress()); // a theme
  const sizes = new ResizeObserver(() => {
    state.width = plane.clientWidth;
    state.height = plane.clientHeight;
    state.scale = Math.min(2, devicePixelRatio || 1);
    for (const canvas of [points, over]) {
      canvas.width = Math.round(state.width * state.scale);
      canvas.height = Math.round(state.height * state.scale);
    }
    schedule(true);
  });

  const adopt = (name) => {
    if (name !== state.name) return;
    for (const kind of ["whole", "finer", "points"]) {
      const part = bus.parts.get(`${name}/${kind}`);
      if (!part || part === parts[kind]) continue;
      parts[kind] = part;
      if (kind === "whole") state.field = makeField(part);
      if (kind === "finer") state.finer = makeField(part);
      if (kind === "points") [state.points, state.samples] = makePoints(part);
      panel.forget();
      marks.listPins();
      view.ask();
    }
    schedule(true);
  };
  const update = (data, setStateValue) => {
    set = setStateValue;
    bus.listeners.add(adopt);
    sizes.observe(plane);
    state.words = data.words[0];
    state.axes = data.axes;
    state.colourTexts = data.colours;
    state.classes = data.classes;
    state.colours = data.colours.map(rgb);
    label(root, state);
    showKey(root, state);
    if (data.name !== state.name) {
      for (const kind of Object.keys(parts)) delete parts[kind];
      Object.assign(state, { name: data.name, whole: data.whole, view: data.whole });
      Object.assign(state, { finer: null, points: null, samples: null, near: null });
      Object.assign(state, { pins: [], path: [], route: [] });
      state.cursor = centre();
      marks.stop();
    }
    marks.label();
    dress();
    adopt(data.name);
  };
  const end = () => {
    bus.listeners.delete(adopt);
    sizes.disconnect();
    marks.stop();
  };
  return { update, end };
}

function makePoints({ header, arrays }) {
  const { positions, labels, numbers, pictures, reconstructions } = arrays;
  const places = new Float32Array(2 * numbers.length);
  numbers.forEach((number, i) => places.set(positions.subarray(2 * number, 2 * number + 2), 2 * i));
  const [, height, width] = header.arrays.find(({ name }) => name === "pictures").shape;
  const samples = {
    height,
    width,
    places,
    numbers,
    pictures,
    reconstructions,
    count: numbers.length,
    labels: Uint8Array.from(numbers, (number) => labels[number]),
  };
  return [{ positions, labels }, numbers.length ? samples : null];
}

// The key of the colours; pressing one leaves only the points of its class.
function showKey(root, { colourTexts, classes, words, only }) {
  const key = root.querySelector(".key");
  while (key.children.length < colourTexts.length) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.only = key.children.length;
    key.append(button);
  }
  while (key.children.length > colourTexts.length) key.lastChild.remove();
  key.hidden = classes.length < 2;
  key.setAttribute("aria-label", words.key);
  colourTexts.forEach((colour, i) => {
    key.children[i].style.setProperty("--class", colour);
    key.children[i].setAttribute("aria-pressed", String(only === i));
    key.children[i].textContent = classes[i];
    key.children[i].title = fill(words.only, { label: classes[i] });
    key.children[i].setAttribute("aria-label", key.children[i].title);
  });
}

function label(root, { words, axes }) {
  root.querySelectorAll("button[data-do]").forEach((button) => {
    const word = words[button.dataset.do];
    if (button.closest(".zoom")) {
      button.setAttribute("aria-label", word);
      button.title = word;
    } else button.textContent = word;
  });
  const texts = { ".hint": words.hint, ".wait": words.wait };
  texts[".axis.across"] = axes[0];
  texts[".axis.up"] = axes[1];
  texts[".beside figure:first-child figcaption"] = words.original;
  texts[".beside figure:nth-child(2) figcaption"] = words.again;
  for (const [selector, text] of Object.entries(texts)) {
    root.querySelector(selector).textContent = text;
  }
  root.querySelector(".plane").setAttribute("aria-label", words.plane);
}
