// A canvas that takes some frames to paint: meanwhile what it shows is moved to where it belongs.

/**
 * @typedef {import("./state.js").State} State
 * @typedef {ImageData & { pixels: Uint32Array }} Pixels
 *
 * @param {HTMLCanvasElement} canvas fills the plane
 * @param {(state: State) => [number, number]} sizeOf gives its width and height in pixels
 * @param {(image: Pixels, state: State) => Generator} paint paints all of it in some steps
 */
export function makeLayer(canvas, sizeOf, paint) {
  /** @type {Pixels | null} */
  let image = null;
  /** @type {{ view: number[], steps: Generator } | null} */
  let job = null;
  /** @type {number[] | null} */
  let shown = null; // the view that the canvas's picture is of
  let stale = false;

  const begin = (state) => {
    const [width, height] = sizeOf(state);
    const pixels = cleared(image, width, height);
    [stale, image] = [false, pixels];
    job = { view: state.view, steps: paint(pixels, { ...state }) };
  };
  const finish = () => {
    if (!job || !image) return;
    if (canvas.width !== image.width) canvas.width = image.width;
    if (canvas.height !== image.height) canvas.height = image.height;
    canvas.getContext("2d")?.putImageData(image, 0, 0);
    shown = job.view;
    job = null;
  };
  return {
    /** Whether it has ever been painted. */
    get painted() {
      return shown !== null;
    },
    /** Whether painting it has begun and not ended. */
    get busy() {
      return job !== null;
    },
    /** Whether what it shows is not right. */
    get due() {
      return stale || job !== null;
    },
    /** What it shows is no longer right. */
    renew() {
      stale = true;
    },
    /** There is another plane: what is being painted is in vain, and what is shown lies nowhere. */
    drop() {
      job = shown = null;
      stale = true;
    },
    /** Paint on until a time, in ms, or until it is painted. */
    work(state, until) {
      if (stale && !job) begin(state);
      while (job && performance.now() < until) if (job.steps.next().done) finish();
    },
    /** Move what it shows to where that lies in the view. */
    place({ view, width, height }) {
      canvas.style.transform = shown && shown !== view ? moved(shown, view, width, height) : "";
    },
  };
}

/**
 * A picture, all clear; it is used again as long as the size stays.
 *
 * @param {Pixels | null} image
 * @returns {Pixels}
 */
function cleared(image, width, height) {
  if (image && image.width === width && image.height === height) {
    image.pixels.fill(0);
    return image;
  }
  const made = new ImageData(width, height);
  return Object.assign(made, { pixels: new Uint32Array(made.data.buffer) });
}

// How a picture of one view is moved and scaled to lie right in another; from its upper left corner.
export function moved(shown, view, width, height) {
  const [wide, high] = [view[1] - view[0], view[3] - view[2]];
  const [across, down] = [(shown[0] - view[0]) / wide, (view[3] - shown[3]) / high];
  const [scaleX, scaleY] = [(shown[1] - shown[0]) / wide, (shown[3] - shown[2]) / high];
  return `translate(${across * width}px, ${down * height}px) scale(${scaleX}, ${scaleY})`;
}
