// What a person marks: pins, and a path; and playing along either.
const MOST_PINS = 24;
const PATH_POINTS = 64; // a path goes to Python as so many places, equally far apart
const SPEED = 0.22; // of the view's width, in a second
const STILL_STEPS = 600; // ms between pictures for who asked for less motion

function lengths(route) {
  const found = [0];
  for (let i = 1; i < route.length; i++) {
    const [a, b] = [route[i - 1], route[i]];
    found.push(found[i - 1] + Math.hypot(b[0] - a[0], b[1] - a[1]));
  }
  return found;
}

// The place at a distance along a route.
function along(route, reached, distance) {
  let i = 1;
  while (i < route.length - 1 && reached[i] < distance) i++;
  const step = reached[i] - reached[i - 1];
  const share = step ? Math.min(1, Math.max(0, (distance - reached[i - 1]) / step)) : 0;
  const [a, b] = [route[i - 1], route[i]];
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

function evenly(route, count) {
  const reached = lengths(route);
  const total = reached.at(-1);
  const place = (i) => along(route, reached, (total * i) / (count - 1));
  return Array.from({ length: count }, (_, i) => place(i));
}

function makeMarks(root, state, hooks) {
  const list = root.querySelector(".pins");
  const button = (name) => root.querySelector(`[data-do="${name}"]`);
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
    list.replaceChildren(
      ...state.pins.map((place, i) => {
        const item = document.createElement("li");
        const canvas = document.createElement("canvas");
        const field = fieldAt(state, place);
        show(canvas.getContext("2d"), blend(field, ...place), field);
        const go = document.createElement("button");
        go.type = "button";
        go.className = "go";
        go.dataset.pin = i;
        go.setAttribute("aria-label", fill(state.words.pin, { number: i + 1, place: hooks.place(place) }));
        go.append(canvas, Object.assign(document.createElement("b"), { textContent: i + 1 }));
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "remove";
        remove.dataset.remove = i;
        remove.textContent = "×";
        remove.setAttribute("aria-label", fill(state.words.remove, { number: i + 1 }));
        item.append(go, remove);
        return item;
      }),
    );
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
