import { SIDE } from "./paper.js";

// Mouse, pen, fingers and keys on the canvas: each makes strokes.
const NEAR = 1.5; // units: points closer than this to the last one are left out
const STEP = 7; // units an arrow key moves the pen
const LEAP = 4; // steps at once with Shift
const ARROWS = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] };
const PEN_RULES = 30_000; // ms after a pen in which a touch is a palm
const ERASER_END = 5; // the button by which a pen tells of its other end

// `hand` is what is held: tool, size, the stroke under way and how much of it is painted.
export function byPointer(canvas, hand, { begin, grow, finish, drop }, leaveKeys) {
  /** @type {{ id: number, type: string } | null} */
  let pointer = null; // whose stroke is under way
  let penSeen = -PEN_RULES;
  const position = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top].map((offset) => {
      const place = Math.min(Math.max((offset / box.width) * SIDE, -SIDE), 2 * SIDE);
      return Math.round(place * 10) / 10;
    });
  };
  const extend = (event) => {
    const points = hand.now.points;
    const [x, y] = position(event);
    const [lastX, lastY] = points.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) >= NEAR) points.push(x, y);
  };
  canvas.addEventListener("pointerdown", (event) => {
    const { pointerType: type, button, timeStamp } = event;
    leaveKeys();
    if (button > 0 && button !== ERASER_END) return;
    if (type === "pen") penSeen = timeStamp;
    else if (type === "touch" && (timeStamp - penSeen < PEN_RULES || !event.isPrimary)) return;
    if (pointer?.type === "touch" && type === "pen") drop();
    else if (pointer) return; // a second finger does not draw
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    pointer = { id: event.pointerId, type };
    begin(position(event), button === ERASER_END ? "eraser" : hand.tool);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!pointer || event.pointerId !== pointer.id) return;
    if (pointer.type === "pen") penSeen = event.timeStamp;
    const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    (all.length ? all : [event]).forEach(extend);
    grow();
  });
  const end = (event) => {
    if (event.pointerId !== pointer?.id) return;
    pointer = null;
    finish();
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  return { busy: () => pointer !== null };
}

// The keys' own pen: arrows move it, Space lowers and lifts it. `used` tells whether to show it.
export function byKeys(canvas, hand, { begin, grow, finish }) {
  const keys = { at: [SIDE / 2, SIDE / 2], used: false };
  const press = () => {
    keys.used = true;
    if (hand.now) finish();
    else begin([...keys.at], hand.tool);
  };
  const move = ([x, y], steps) => {
    keys.used = true;
    const to = [keys.at[0] + x * STEP * steps, keys.at[1] + y * STEP * steps];
    keys.at = to.map((place) => Math.min(SIDE, Math.max(0, place)));
    hand.now?.points.push(...keys.at);
    grow();
  };
  keys.leave = () => {
    if (!keys.used) return;
    keys.used = false;
    if (hand.now) finish();
    grow();
  };
  canvas.addEventListener("blur", keys.leave);
  keys.act = ({ key, shiftKey }) => {
    if (key === " ") return press;
    const arrow = ARROWS[key.toLowerCase()];
    return arrow && (() => move(arrow, shiftKey ? LEAP : 1));
  };
  return keys;
}

// The character of a key; of another script's letter that of the same key in Latin.
export function character({ key, code }) {
  const own = key.toLowerCase();
  return /^\p{L}$/u.test(own) && !/^[a-z]$/.test(own) ? code.replace("Key", "").toLowerCase() : own;
}
