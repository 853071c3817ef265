import { NOTHING } from "./memory.js";

// The drawing: its strokes over a ground, one history over all that changes it, and what Python
// knows of it. Python is told what is new since the last message that it has answered.
const MOST_STEPS = 600;

// `changed` is called with whether what has changed is painted already.
export function makeDrawing(memory, changed) {
  let mounted = false; // whether Python has said what lies here
  let agreed = []; // strokes that Python surely has, the first ones of the drawing
  let turn = 0;
  /** @type {(name: string, value: object) => void} */
  let tell = () => {};

  const set = (next, painted = false) => {
    memory.now = next;
    agreed = agreed.slice(0, alike(agreed, next.strokes));
    changed(painted);
    load(next.ground).then((late) => late && changed(false));
  };
  const step = (next, painted) => {
    memory.past = [...memory.past, memory.now].slice(-MOST_STEPS);
    memory.future = [];
    memory.drawn = true;
    set(next, painted);
  };
  const send = () => {
    turn += 1;
    const { version, now } = memory;
    const since = agreed.length;
    tell("drawing", { version, turn, ground: now.ground.id, since, strokes: now.strokes.slice(since) });
  };
  const tellStep = (next, painted) => {
    step(next, painted);
    send();
  };
  const go = (from, to) => {
    if (!from.length) return;
    to.push(memory.now);
    set(from.pop());
    send();
  };
  // What Python has put here takes the place of what was there; that can be undone.
  const take = ({ version, name, strokes, ground, picture }) => {
    const another = memory.version && memory.version !== version;
    const next = { strokes, ground: ground ? { ...NOTHING, id: ground, url: picture } : NOTHING };
    Object.assign(memory, { version, name });
    if (another) step(next);
    else set(next);
    agreed = strokes;
  };
  const update = (data, setStateValue) => {
    tell = setStateValue;
    const first = !mounted;
    mounted = true;
    if (data.fresh && memory.drawn && memory.name === data.name && !isKnown(data)) {
      memory.version = data.version; // a new session, which does not know what is drawn here
      agreed = [];
      set(memory.now);
      return send();
    }
    if (first || !isKnown(data)) return take(data);
    if (data.turn !== turn) return; // it answers less than it was told since
    agreed = memory.now.strokes.slice(0, data.count);
    if (data.ground !== memory.now.ground.id) set({ ...memory.now, ground: NOTHING }); // it is lost
  };
  const isKnown = (data) => data.version === memory.version;

  return {
    update,
    add: (stroke) => tellStep({ ...memory.now, strokes: [...memory.now.strokes, stroke] }, true),
    clear: () => isEmpty(memory.now) || tellStep({ strokes: [], ground: NOTHING }),
    undo: () => go(memory.past, memory.future),
    redo: () => go(memory.future, memory.past),
  };
}

export function isEmpty({ strokes, ground }) {
  return !strokes.length && !ground.id;
}

// How many of the first strokes are the same ones.
function alike(some, others) {
  let count = 0;
  while (count < some.length && some[count] === others[count]) count += 1;
  return count;
}

// Load a ground's picture; tell whether it has come only now.
async function load(ground) {
  if (!ground.url || ground.picture) return false;
  const picture = new Image();
  picture.src = ground.url;
  try {
    await picture.decode();
  } catch {
    return false;
  }
  ground.picture = picture;
  return true;
}
