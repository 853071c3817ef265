// What fingers, a mouse or a pen do to the plane, as one of few states: it begins when the first
// pointer comes and is over, whatever it was, when the last one has left.
const TAP_PIXELS = 6;
const TAP_TIME = 500; // ms
const LEAST_APART = 20; // pixels between two fingers: closer ones would zoom wildly

/** @typedef {"none" | "press" | "path" | "pinch" | "over"} Kind */

export function makeGesture() {
  /** @type {Map<number, { x: number, y: number }>} */
  const pointers = new Map();
  /** @type {Kind} */
  let kind = "none";
  let start = { x: 0, y: 0, at: 0 };
  let moved = false;

  const between = () => {
    const [a, b] = [...pointers.values()];
    const apart = Math.max(LEAST_APART, Math.hypot(a.x - b.x, a.y - b.y));
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart };
  };
  const far = ({ x, y }) => Math.hypot(x - start.x, y - start.y) > TAP_PIXELS;
  return {
    get kind() {
      return kind;
    },
    /** Whether a pointer that is there may move the cursor. */
    follows: (id) => (pointers.size ? pointers.has(id) && kind !== "pinch" && kind !== "over" : true),
    /** Two fingers' middle, and how far apart they are. */
    between,
    /** A pointer has come down; with `drawing` the first one begins a path. */
    down(id, { x, y, at }, drawing) {
      pointers.set(id, { x, y });
      if (pointers.size === 1) {
        [kind, start, moved] = [drawing ? "path" : "press", { x, y, at }, false];
      } else kind = pointers.size === 2 && kind !== "over" ? "pinch" : "over";
      return kind;
    },
    move(id, { x, y }) {
      if (!pointers.has(id)) return;
      pointers.set(id, { x, y });
      moved ||= far({ x, y });
    },
    /** A pointer has left, or was taken away; what it completed: "path", "tap" or nothing. */
    up(id, at, cancelled) {
      if (!pointers.delete(id)) return null;
      const was = kind;
      kind = pointers.size ? "over" : "none";
      if (cancelled || pointers.size) return null;
      if (was === "path") return "path";
      return was === "press" && !moved && at - start.at < TAP_TIME ? "tap" : null;
    },
  };
}
