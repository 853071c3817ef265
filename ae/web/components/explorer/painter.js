// When what of the plane is painted: at most once a frame, and never longer than a frame has.
import { rgb } from "../shared/picture.js";
import { makeLayer } from "./layer.js";
import { fieldSize, paintField, paintPoints, pointsSize } from "./layers.js";
import { drawOver, makeCursor } from "./over.js";

const SLICE = 5; // ms of a frame that painting the layers may take
const SHARPEST = 2; // device pixels in a CSS pixel, at most

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} plane
 * @param {import("./state.js").State} state
 * @param {() => { draw(): void }} panel
 */
export function makePainter(root, plane, state, panel) {
  const canvas = (name) => /** @type {HTMLCanvasElement} */ (plane.querySelector(name));
  const over = canvas(".over");
  const field = makeLayer(canvas(".field"), fieldSize, paintField);
  const points = makeLayer(canvas(".points"), pointsSize, paintPoints);
  const layers = [field, points];
  let turn = 0; // whose layer's turn it is, so that neither waits for ever
  const placeCursor = makeCursor(plane, state);
  let frame = 0;
  let marks = false;
  let marked = false;
  let alive = false;

  const paint = () => {
    frame = 0;
    if (!alive || !state.field || !state.width) return;
    if (marks) overMarks();
    panel().draw();
    placeCursor();
    work(performance.now() + SLICE);
    for (const layer of layers) layer.place(state);
    if (field.painted) root.dataset.painted = String(Number(root.dataset.painted || 0) + 1);
    if (layers.some((layer) => layer.due)) schedule({});
  };
  const work = (until) => {
    for (let tried = 0; tried < layers.length; tried++) {
      layers[turn].work(state, until);
      if (layers[turn].busy) return;
      turn = (turn + 1) % layers.length;
    }
  };
  const overMarks = () => {
    marks = false;
    const some = state.pins.length + state.path.length + state.route.length > 0;
    if (some || marked) drawOver(over, state); // an empty canvas that is cleared is painted, too
    marked = some;
  };
  const schedule = (due) => {
    if (due.all) for (const layer of layers) layer.renew();
    marks ||= due.all || due.marks;
    if (alive) frame ||= requestAnimationFrame(paint);
  };
  const dress = () => {
    const style = getComputedStyle(root);
    const colour = (name) => style.getPropertyValue(name).trim();
    state.paper = colour("--st-background-color");
    state.primary = colour("--st-primary-color");
    state.font = style.fontFamily;
    state.plain = rgb(colour("--st-text-color"));
    schedule({ all: true });
  };
  root.addEventListener("transitionend", (event) => {
    if (event.target === root) dress(); // the theme has changed
  });
  // Until the layers are painted anew, the browser stretches what they show. The marks are painted
  // at once: a canvas of another size is empty.
  const measure = () => {
    state.width = plane.clientWidth;
    state.height = plane.clientHeight;
    state.scale = Math.min(SHARPEST, devicePixelRatio || 1);
    [over.width, over.height] = pointsSize(state);
    if (state.field) overMarks();
    schedule({ all: true });
  };
  const sizes = new ResizeObserver(measure);
  const ratio = watchRatio(measure);
  return {
    schedule,
    begin() {
      alive = true;
      sizes.observe(plane);
      ratio.begin();
      dress();
    },
    drop() {
      for (const layer of layers) layer.drop();
    },
    end() {
      alive = false;
      cancelAnimationFrame(frame);
      frame = 0;
      sizes.disconnect();
      ratio.end();
    },
  };
}

// Tell when the device pixels in a CSS pixel have become more or fewer: the page was enlarged, or
// moved to another screen. No size in CSS pixels need change then.
function watchRatio(then) {
  /** @type {MediaQueryList | null} */
  let query = null;
  const changed = () => {
    begin();
    then();
  };
  const end = () => query?.removeEventListener("change", changed);
  const begin = () => {
    end();
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener("change", changed);
  };
  return { begin, end };
}
