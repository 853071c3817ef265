// What lies over the layers: pins and path on a canvas, and the cursor.

/** @param {import("./state.js").State} state */
export function drawOver(canvas, state) {
  const context = canvas.getContext("2d");
  const { scale } = state;
  const at = ([x, y]) => [
    ((x - state.view[0]) / (state.view[1] - state.view[0])) * canvas.width,
    ((state.view[3] - y) / (state.view[3] - state.view[2])) * canvas.height,
  ];
  context.clearRect(0, 0, canvas.width, canvas.height);
  const stroke = (colour, width) => {
    context.strokeStyle = colour;
    context.lineWidth = width * scale;
    context.stroke();
  };
  const twice = (colour, width) => {
    stroke(state.paper, width + 2); // an edge, so that it is seen on anything
    stroke(colour, width);
  };
  const circle = (place, radius) => {
    context.beginPath();
    const [x, y] = at(place);
    context.arc(x, y, radius * scale, 0, 2 * Math.PI);
  };
  context.lineCap = context.lineJoin = "round";
  const route = state.route.length ? state.route : state.path;
  if (route.length > 1) {
    context.beginPath();
    for (const place of route) context.lineTo(at(place)[0], at(place)[1]);
    twice(state.primary, 2.5);
  }
  context.font = `600 ${11 * scale}px ${state.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  state.pins.forEach((place, i) => {
    circle(place, 9);
    context.fillStyle = state.primary;
    context.fill();
    stroke(state.paper, 1.5);
    context.fillStyle = state.paper;
    const [x, y] = at(place);
    context.fillText(String(i + 1), x, y + 0.5 * scale);
  });
}

/**
 * Returns what moves the ring to the cursor, and a line from it to the nearest held-out sample.
 *
 * @param {HTMLElement} plane
 * @param {import("./state.js").State} state
 */
export function makeCursor(plane, state) {
  const [ring, spot, line] = [".ring", ".spot", ".line"].map(
    (name) => /** @type {HTMLElement} */ (plane.querySelector(name)),
  );
  const at = (x, y) => [
    ((x - state.view[0]) / (state.view[1] - state.view[0])) * state.width,
    ((state.view[3] - y) / (state.view[3] - state.view[2])) * state.height,
  ];
  return () => {
    const { near, points, cursor } = state;
    const here = at(cursor[0], cursor[1]);
    ring.style.transform = `translate(${here[0]}px, ${here[1]}px)`;
    spot.hidden = line.hidden = !near || !points;
    if (!near || !points) return;
    const there = at(points.places[2 * near.at], points.places[2 * near.at + 1]);
    const [dx, dy] = [there[0] - here[0], there[1] - here[1]];
    const [length, turn] = [Math.hypot(dx, dy), Math.atan2(dy, dx)];
    const share = Math.max(0, length - 11) / 100; // from the ring's edge; 100 pixels long unscaled
    spot.style.transform = `translate(${there[0]}px, ${there[1]}px)`;
    line.style.transform =
      `translate(${here[0]}px, ${here[1]}px) rotate(${turn}rad) translate(11px) scaleX(${share})`;
  };
}
