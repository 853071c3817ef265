// Mouse, pen, fingers and keys on the plane.
import { makeGesture } from "./gesture.js";

const STEPS = 80; // arrow key presses across the view
const LEAP = 8; // steps at once with Shift
const ROUTE_STEPS = 300; // a path takes a place after each of so many parts of the view's width

/** @param {import("./state.js").State} state */
export function listen(plane, state, { view, marks, hooks }) {
  const place = makePlace(plane, state);
  listenToPointers(plane, state, { view, marks, hooks, place });
  listenToKeys(plane, state, { view, marks, hooks });
  plane.addEventListener(
    "wheel",
    (event) => {
      if (event.deltaY >= 0 && view.isWhole()) return; // nothing to zoom out of: the page scrolls
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 16 : 1;
      const turned = Math.max(-120, Math.min(120, event.deltaY * lines));
      const [x, y] = [event.clientX, event.clientY];
      view.zoom(Math.exp(-turned * (event.ctrlKey ? 0.01 : 0.002)), place({ x, y }));
    },
    { passive: false },
  );
}

// Returns what gives the place on the plane below one on the screen. Where the plane lies on the
// screen is asked for when that may have changed: at each move it would cost a layout.
function makePlace(plane, state) {
  /** @type {DOMRect | null} */
  let box = null;
  const forget = () => {
    box = null;
  };
  for (const event of ["pointerenter", "pointerdown"]) plane.addEventListener(event, forget, true);
  const measure = () => {
    const found = plane.getBoundingClientRect();
    addEventListener("scroll", forget, { capture: true, once: true });
    addEventListener("resize", forget, { once: true });
    return found;
  };
  return ({ x, y }) => {
    const here = box ?? measure();
    box = here;
    const [left, right, bottom, top] = state.view;
    const across = Math.min(1, Math.max(0, (x - here.left) / here.width));
    const down = Math.min(1, Math.max(0, (y - here.top) / here.height));
    return [left + across * (right - left), top - down * (top - bottom)];
  };
}

/** @param {import("./state.js").State} state */
function listenToPointers(plane, state, { view, marks, hooks, place }) {
  const gesture = makeGesture();
  let pinch = { x: 0, y: 0, apart: 1 };
  const seen = (event) => ({ x: event.clientX, y: event.clientY, at: performance.now() });
  const move = (event) => {
    state.cursor = place(seen(event));
    hooks.moved();
  };
  const drop = () => {
    if (!state.route.length) return;
    state.route = [];
    hooks.redraw();
  };
  plane.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    event.preventDefault();
    plane.focus({ preventScroll: true });
    plane.setPointerCapture(event.pointerId);
    const kind = gesture.down(event.pointerId, seen(event), state.drawing);
    if (kind === "pinch") pinch = gesture.between();
    if (kind === "pinch" || kind === "over") return drop();
    marks.stop();
    if (kind === "path") state.route = [place(seen(event))];
    move(event);
  });
  plane.addEventListener("pointermove", (event) => {
    gesture.move(event.pointerId, seen(event));
    if (gesture.kind === "pinch") {
      pinch = pinched(pinch, gesture.between(), view, place);
      return;
    }
    if (!gesture.follows(event.pointerId)) return;
    if (marks.playing && gesture.kind === "none") return;
    if (gesture.kind === "press" && event.shiftKey) {
      const [x, y] = place(seen(event));
      view.pan(state.cursor[0] - x, state.cursor[1] - y);
      return;
    }
    move(event);
    if (gesture.kind === "path") extend(state);
  });
  const end = (event) => {
    const done = gesture.up(event.pointerId, performance.now(), event.type !== "pointerup");
    if (done === "tap") marks.pin(state.cursor);
    if (done === "path" && state.route.length > 1) {
      state.drawing = false;
      const { route } = state;
      state.route = [];
      marks.trace(route);
    }
    if (gesture.kind === "none" || gesture.kind === "over") drop();
  };
  for (const event of ["pointerup", "pointercancel", "lostpointercapture"]) {
    plane.addEventListener(event, end);
  }
}

// The two fingers hold the places that they are on.
function pinched(before, now, view, place) {
  const from = place(before);
  view.zoom(now.apart / before.apart, from);
  const to = place(now);
  view.pan(from[0] - to[0], from[1] - to[1]);
  return now;
}

/** @param {import("./state.js").State} state */
function extend(state) {
  const { cursor, route, view } = state;
  const last = route.at(-1);
  const least = (view[1] - view[0]) / ROUTE_STEPS;
  if (!last || Math.hypot(cursor[0] - last[0], cursor[1] - last[1]) > least) route.push(cursor);
}

/** @param {import("./state.js").State} state */
function listenToKeys(plane, state, { view, marks, hooks }) {
  const step = (x, y, event) => {
    const [left, right, bottom, top] = state.view;
    const size = (event.shiftKey ? LEAP : 1) / STEPS;
    const across = state.cursor[0] + x * size * (right - left);
    const up = state.cursor[1] + y * size * (top - bottom);
    marks.stop();
    state.cursor = [
      Math.min(state.whole[1], Math.max(state.whole[0], across)),
      Math.min(state.whole[3], Math.max(state.whole[2], up)),
    ];
    view.follow();
    hooks.moved();
  };
  const acts = {
    ArrowLeft: (event) => step(-1, 0, event),
    ArrowRight: (event) => step(1, 0, event),
    ArrowUp: (event) => step(0, 1, event),
    ArrowDown: (event) => step(0, -1, event),
    Enter: () => marks.pin(state.cursor),
    " ": marks.toggle,
    "+": () => view.glide(1.6, state.cursor),
    "=": () => view.glide(1.6, state.cursor),
    "-": () => view.glide(1 / 1.6, state.cursor),
    0: view.showWhole,
    Delete: () => marks.unpin(state.pins.length - 1),
    Backspace: () => marks.unpin(state.pins.length - 1),
    Escape: marks.stop,
  };
  plane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key](event);
  });
}
