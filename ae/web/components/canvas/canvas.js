// Strokes stay vectors in a square of SIDE units, whatever the screen; when one ends, all of
// them go to Python at once. Nothing is sent while the pen moves.
const SIDE = 280;
const SCALE = 2; // canvas pixels a unit
const NEAR = 1.5; // units: points closer than this to the last one are left out
const STEP = 7; // units an arrow key moves the pen
const LEAP = 4; // steps at once with Shift
const ARROWS = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] };

export default function (component) {
  const root = component.parentElement.querySelector(".ae-canvas");
  root.drawing = root.drawing || start(root);
  root.drawing(component.data, component.setStateValue);
}

function start(root) {
  const canvas = root.querySelector("canvas");
  const context = canvas.getContext("2d");
  const slider = root.querySelector("input");
  const state = { strokes: [], ground: null, tool: "pen", size: 22, now: null, pointer: null };
  Object.assign(state, { at: [SIDE / 2, SIDE / 2], keys: false }); // where the keys' pen is
  let send = () => {};

  const redraw = () => {
    context.fillStyle = "#000";
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (state.ground) context.drawImage(state.ground, 0, 0, canvas.width, canvas.height);
    state.strokes.forEach((stroke) => paint(context, stroke));
    if (state.now) paint(context, state.now);
    if (state.keys) ring(context, state);
  };
  const position = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top].map(
      (offset) => Math.round((offset / box.width) * SIDE * 10) / 10,
    );
  };
  const extend = (event) => {
    const points = state.now.points;
    const [x, y] = position(event);
    const [lastX, lastY] = points.slice(-2);
    if (Math.hypot(x - lastX, y - lastY) >= NEAR) points.push(x, y);
  };
  const choose = (tool) => {
    state.tool = tool;
    root.querySelectorAll("[data-tool]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    });
  };
  const change = (strokes, ground = state.ground) => {
    state.strokes = strokes;
    state.ground = ground;
    redraw();
    send();
  };
  const acts = {
    undo: () => {
      if (state.keys && state.now) state.now = null;
      else if (state.strokes.length) return change(state.strokes.slice(0, -1));
      redraw();
    },
    clear: () => {
      if (state.keys) state.now = null;
      state.covered = false;
      change([], null);
    },
  };

  const lift = () => {
    const stroke = state.now;
    state.now = state.pointer = null;
    change([...state.strokes, stroke]);
  };
  const leave = () => {
    if (!state.keys) return;
    state.keys = false;
    if (state.now) lift();
    redraw();
  };
  canvas.addEventListener("blur", leave);
  const byKeys = (act) => () => {
    if (state.pointer !== null) return;
    state.keys = true;
    act();
    redraw();
  };
  const press = byKeys(() => {
    if (state.now) lift();
    else state.now = { tool: state.tool, size: state.size, points: [...state.at] };
  });
  const move = ([x, y], far) =>
    byKeys(() => {
      const step = STEP * (far ? LEAP : 1);
      const to = [state.at[0] + x * step, state.at[1] + y * step];
      state.at = to.map((place) => Math.min(SIDE, Math.max(0, place)));
      if (state.now) state.now.points.push(...state.at);
    });

  canvas.addEventListener("pointerdown", (event) => {
    leave();
    if (state.now || event.button > 0) return; // a second finger does not draw
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    state.pointer = event.pointerId;
    state.now = { tool: state.tool, size: state.size, points: position(event) };
    redraw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!state.now || event.pointerId !== state.pointer) return;
    const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    (all.length ? all : [event]).forEach(extend);
    redraw();
  });
  const end = (event) => {
    if (state.now && event.pointerId === state.pointer) lift();
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);

  root.addEventListener("click", (event) => {
    const { tool, do: act } = event.target.dataset;
    if (tool) choose(tool);
    if (act) acts[act]();
  });
  slider.addEventListener("input", () => (state.size = Number(slider.value)));
  root.addEventListener("keydown", (event) => {
    if (event.target === slider) return;
    const key = event.key.toLowerCase();
    const onCanvas = event.target === canvas && {
      " ": press,
      ...(key in ARROWS && { [key]: move(ARROWS[key], event.shiftKey) }),
    };
    const act = {
      ...onCanvas,
      z: acts.undo,
      delete: acts.clear,
      p: () => choose("pen"),
      e: () => choose("eraser"),
      "[": () => (slider.value = state.size = Math.max(8, state.size - 2)),
      "]": () => (slider.value = state.size = Math.min(48, state.size + 2)),
    }[key];
    if (!act || event.altKey || ((event.ctrlKey || event.metaKey) && key !== "z")) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });

  slider.value = state.size;
  choose("pen");
  return (data, setStateValue) => {
    send = () =>
      setStateValue("drawing", {
        version: state.version,
        ground: state.covered, // not whether it is loaded yet
        strokes: state.strokes,
      });
    say(root, data.words[0]);
    if (data.version === state.version) return; // Python only answered; the pen may be down
    state.version = data.version;
    state.strokes = data.strokes;
    state.covered = Boolean(data.ground);
    load(data.ground).then((ground) => {
      if (data.version !== state.version) return; // a newer one was asked for meanwhile
      state.ground = ground;
      redraw();
    });
  };
}

function paint(context, { tool, size, points }) {
  context.lineWidth = size * SCALE;
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = tool === "pen" ? "#fff" : "rgba(70, 150, 255, 0.75)";
  context.beginPath();
  context.moveTo(points[0] * SCALE, points[1] * SCALE);
  for (let i = 0; i < points.length; i += 2) {
    context.lineTo(points[i] * SCALE, points[i + 1] * SCALE);
  }
  context.stroke();
}

// Where the keys' pen is and how wide: filled while it is down.
function ring(context, { at, size, now }) {
  context.beginPath();
  context.arc(at[0] * SCALE, at[1] * SCALE, (size * SCALE) / 2, 0, 2 * Math.PI);
  context.fillStyle = now ? "rgba(255, 150, 30, 0.6)" : "transparent";
  context.fill();
  context.lineWidth = 6;
  context.strokeStyle = "#ff961e"; // seen on black and on white
  context.stroke();
}

function load(url) {
  return new Promise((resolve) => {
    if (!url) return resolve(null);
    const picture = new Image();
    picture.onload = () => resolve(picture);
    picture.onerror = () => resolve(null);
    picture.src = url;
  });
}

function say(root, words) {
  root.querySelectorAll("button").forEach((button) => {
    button.textContent = words[button.dataset.tool || button.dataset.do];
  });
  root.querySelector("label span").textContent = words.size;
  root.querySelector("canvas").setAttribute("aria-label", words.canvas);
  root.querySelector("p").textContent = words.keys;
}
