// What a page keeps of the drawing while it is changed for another, and a tab while it is loaded
// anew: the drawing, its history, brush and tool.
const STORE = "ae-drawing";
export const NOTHING = { id: 0, url: "", picture: null };

export function remembered() {
  if (!globalThis.aeDrawing) {
    const empty = { now: { strokes: [], ground: NOTHING }, drawn: false, hand: {}, name: "" };
    globalThis.aeDrawing = { ...empty, ...stored(), past: [], future: [], version: 0 };
    // A phone may end a page that is not in front at any time; only then all is written down.
    addEventListener("pagehide", store);
    document.addEventListener("visibilitychange", () => document.hidden && store());
  }
  return globalThis.aeDrawing;
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "null");
  } catch {
    return null;
  }
}

function store() {
  const { now, drawn, hand, name } = globalThis.aeDrawing;
  const ground = { ...now.ground, picture: null };
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ now: { ...now, ground }, drawn, hand, name }));
  } catch {
    // without storage the drawing goes with the page
  }
}
