// Which window of the plane is seen, and asking Python for a finer field of it.
const CLOSEST = 200; // times
const ASK_AFTER = 300; // ms of rest
const AROUND = 0.15; // a finer field reaches so far beyond the view, as a share of it
const COARSE = 1.7; // a field wider than so many views is asked for anew

/** @param {import("./state.js").State} state */
export function makeView(state, hooks) {
  let timer = 0;
  let frame = 0;

  const width = (window) => window[1] - window[0];
  const whole = () => width(state.view) > 0.8 * width(state.whole);
  const inside = (view) => {
    // No wider than the whole, and within it.
    const found = [...view];
    for (const i of [0, 2]) {
      const [low, high] = [state.whole[i], state.whole[i + 1]];
      const size = Math.min(found[i + 1] - found[i], high - low);
      found[i] = Math.min(Math.max(found[i], low), high - size);
      found[i + 1] = found[i] + size;
    }
    return found;
  };
  const grown = (view, share) => {
    const [x, y] = [(view[1] - view[0]) * share, (view[3] - view[2]) * share];
    return inside([view[0] - x, view[1] + x, view[2] - y, view[3] + y]);
  };
  const enough = () => {
    if (whole()) return true;
    const window = state.finer?.window;
    if (!window) return false;
    const covered = state.view.every((edge, i) => (i % 2 ? edge <= window[i] : edge >= window[i]));
    return covered && width(window) <= COARSE * width(state.view);
  };
  const ask = () => {
    clearTimeout(timer);
    if (enough()) return hooks.waiting(false);
    timer = setTimeout(() => {
      hooks.waiting(true);
      hooks.ask(grown(state.view, AROUND));
    }, ASK_AFTER);
  };
  const set = (view) => {
    state.view = inside(view);
    hooks.redrawAll();
    ask();
  };
  const zoomed = (factor, [x, y]) => {
    const least = width(state.whole) / CLOSEST;
    const kept = Math.min(Math.max(width(state.view) / factor, least), width(state.whole));
    const share = kept / width(state.view);
    const [left, right, bottom, top] = state.view;
    return [
      x - (x - left) * share,
      x + (right - x) * share,
      y - (y - bottom) * share,
      y + (top - y) * share,
    ];
  };
  const stop = () => cancelAnimationFrame(frame);
  const glide = (target) => {
    stop();
    if (state.still) return set(target);
    const from = state.view;
    const to = inside(target);
    const began = performance.now();
    const step = (now) => {
      const t = Math.min(1, Math.max(0, (now - began) / 220));
      const share = t * t * (3 - 2 * t);
      set(from.map((edge, i) => edge + share * (to[i] - edge)));
      if (t < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
  };
  return {
    ask,
    /** Nothing is asked for, and nothing moves, from now on. */
    rest() {
      clearTimeout(timer);
      stop();
    },
    isWhole: () => width(state.view) > 0.999 * width(state.whole),
    zoom(factor, place) {
      stop(); // a hand outranks a glide
      set(zoomed(factor, place));
    },
    glide: (factor, place) => glide(zoomed(factor, place)),
    showWhole: () => glide(state.whole),
    pan(dx, dy) {
      const [left, right, bottom, top] = state.view;
      set([left + dx, right + dx, bottom + dy, top + dy]);
    },
    // Keep the cursor in sight.
    follow() {
      const [x, y] = state.cursor;
      const [left, right, bottom, top] = state.view;
      const dx = Math.min(0, x - left) + Math.max(0, x - right);
      const dy = Math.min(0, y - bottom) + Math.max(0, y - top);
      if (dx || dy) this.pan(dx, dy);
    },
  };
}
