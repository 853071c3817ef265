// Mouse, pen, fingers and keys on the plane.
const TAP_PIXELS = 6;
const TAP_TIME = 500; // ms
const STEPS = 80; // arrow key presses across the view
const LEAP = 8; // steps at once with Shift

function listen(plane, state, { view, marks, hooks }) {
  const pointers = new Map();
  let press = null;
  let pinch = null;

  const place = ({ clientX, clientY }) => {
    const box = plane.getBoundingClientRect();
    const [left, right, bottom, top] = state.view;
    const x = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    const y = Math.min(1, Math.max(0, (clientY - box.top) / box.height));
    return [left + x * (right - left), top - y * (top - bottom)];
  };
  const move = (event) => {
    state.cursor = place(event);
    hooks.moved();
  };
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return {
      clientX: (a.clientX + b.clientX) / 2,
      clientY: (a.clientY + b.clientY) / 2,
      apart: Math.max(20, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)),
    };
  };

  plane.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    event.preventDefault();
    plane.focus({ preventScroll: true });
    plane.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, event);
    if (pointers.size === 2) {
      pinch = spread();
      press = null;
      return;
    }
    marks.stop();
    press = { x: event.clientX, y: event.clientY, at: performance.now(), moved: false };
    if (state.drawing) state.route = [place(event)];
    move(event);
  });
  plane.addEventListener("pointermove", (event) => {
    if (pointers.has(event.pointerId)) pointers.set(event.pointerId, event);
    if (pinch && pointers.size === 2) {
      const now = spread();
      const from = place(pinch);
      view.zoom(now.apart / pinch.apart, from);
      const to = place(now);
      view.pan(from[0] - to[0], from[1] - to[1]);
      pinch = now;
      return;
    }
    if (pinch || (marks.playing && !press)) return;
    if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > TAP_PIXELS) {
      press.moved = true;
    }
    if (press && event.shiftKey && !state.drawing) {
      const [x, y] = place(event);
      return view.pan(state.cursor[0] - x, state.cursor[1] - y);
    }
    move(event);
    if (press && state.drawing) extend(state.cursor);
  });
  const extend = (to) => {
    const last = state.route.at(-1);
    const least = (state.view[1] - state.view[0]) / 300;
    if (Math.hypot(to[0] - last[0], to[1] - last[1]) > least) state.route.push(to);
  };
  const end = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    if (pinch) {
      if (!pointers.size) pinch = null;
      return;
    }
    const was = press;
    press = null;
    if (!was) return;
    if (state.drawing) {
      const route = state.route;
      state.route = [];
      if (route.length > 1) {
        state.drawing = false;
        marks.trace(route);
      }
      return;
    }
    const tapped = !was.moved && performance.now() - was.at < TAP_TIME;
    if (tapped && event.type === "pointerup") marks.pin(state.cursor);
  };
  plane.addEventListener("pointerup", end);
  plane.addEventListener("pointercancel", end);

  plane.addEventListener(
    "wheel",
    (event) => {
      if (event.deltaY >= 0 && view.isWhole()) return; // nothing to zoom out of: the page scrolls
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 16 : 1;
      const turned = Math.max(-120, Math.min(120, event.deltaY * lines));
      view.zoom(Math.exp(-turned * (event.ctrlKey ? 0.01 : 0.002)), place(event));
    },
    { passive: false },
  );

  const step = (x, y, event) => {
    const [left, right, bottom, top] = state.view;
    const size = (event.shiftKey ? LEAP : 1) / STEPS;
    const [w, h] = [state.whole[0], state.whole[2]];
    const to = [state.cursor[0] + x * size * (right - left), state.cursor[1] + y * size * (top - bottom)];
    marks.stop();
    state.cursor = [
      Math.min(state.whole[1], Math.max(w, to[0])),
      Math.min(state.whole[3], Math.max(h, to[1])),
    ];
    view.follow();
    hooks.moved();
  };
  plane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowLeft: () => step(-1, 0, event),
      ArrowRight: () => step(1, 0, event),
      ArrowUp: () => step(0, 1, event),
      ArrowDown: () => step(0, -1, event),
      Enter: () => marks.pin(state.cursor),
      " ": marks.toggle,
      "+": () => view.glide(1.6, state.cursor),
      "=": () => view.glide(1.6, state.cursor),
      "-": () => view.glide(1 / 1.6, state.cursor),
      0: view.showWhole,
      Delete: () => marks.unpin(state.pins.length - 1),
      Backspace: () => marks.unpin(state.pins.length - 1),
      Escape: marks.stop,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
}
