// The layer that is drawn anew each frame: cursor, line to the nearest digit, pins and path.
function drawOver(canvas, state) {
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
    context.arc(...at(place), radius * scale, 0, 2 * Math.PI);
  };
  context.lineCap = context.lineJoin = "round";
  const route = state.route.length ? state.route : state.path;
  if (route.length > 1) {
    context.beginPath();
    route.forEach((place) => context.lineTo(...at(place)));
    twice(state.primary, 2.5);
  }
  if (state.digits && state.near) {
    const { at: i } = state.near;
    const place = [state.digits.places[2 * i], state.digits.places[2 * i + 1]];
    context.beginPath();
    context.moveTo(...at(state.cursor));
    context.lineTo(...at(place));
    twice(state.colourTexts[state.digits.labels[i]], 1.5);
    circle(place, 5);
    context.fillStyle = state.colourTexts[state.digits.labels[i]];
    context.fill();
    twice(state.ink, 1.5);
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
    context.fillText(i + 1, x, y + 0.5 * scale);
  });
  circle(state.cursor, 11);
  twice(state.ink, 2);
}
