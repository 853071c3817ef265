// The histograms, odd ones upwards and normal ones downwards, and the two curves.
const BINS = 60;
const [HIGH, FOOT] = [240, 22];

function svg(name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

export function drawBars(root, state) {
  const plot = root.querySelector(".bars");
  const width = Math.max(root.querySelector(".plot").clientWidth, 200);
  const middle = (HIGH - FOOT) / 2;
  plot.setAttribute("viewBox", `0 0 ${width} ${HIGH}`);
  plot.setAttribute("preserveAspectRatio", "none");
  const shares = { odd: histogram(state.odd, state.axis), normal: histogram(state.normal, state.axis) };
  const most = Math.max(...shares.odd, ...shares.normal);
  const nodes = [];
  state.bars = [];
  for (const side of ["odd", "normal"]) {
    shares[side].forEach((share, bin) => {
      if (!share) return;
      const height = Math.max((share / most) * (middle - 20), 1);
      const y = side === "odd" ? middle - height : middle;
      const x = (bin / BINS) * width;
      const bar = svg("rect", { class: `bar ${side}`, x, y, width: width / BINS - 1, height });
      state.bars.push([bar, (bin + 0.5) / BINS]);
      nodes.push(bar);
    });
  }
  nodes.push(svg("line", { class: "axis", x1: 0, x2: width, y1: middle, y2: middle }));
  const { words } = state;
  nodes.push(svg("text", { x: 8, y: 16 }, `${words.odd} (${state.odd.length}) ↑`));
  nodes.push(svg("text", { x: 8, y: HIGH - FOOT - 6 }, `${words.normal} (${state.normal.length}) ↓`));
  for (const place of [0.12, 0.37, 0.62, 0.87]) {
    const x = place * width;
    nodes.push(svg("line", { class: "axis", x1: x, x2: x, y1: middle - 4, y2: middle + 4 }));
    const text = short(state.axis.score(place));
    nodes.push(svg("text", { class: "soft", x, y: HIGH - 7, "text-anchor": "middle" }, text));
  }
  const last = { class: "soft", x: width - 8, y: HIGH - FOOT - 6, "text-anchor": "end" };
  nodes.push(svg("text", last, `${state.score} →`));
  plot.replaceChildren(...nodes);
}

function histogram(scores, axis) {
  const shares = new Float64Array(BINS);
  for (const score of scores) {
    shares[Math.min(Math.floor(axis.share(score) * BINS), BINS - 1)] += 1 / scores.length;
  }
  return shares;
}

// What is passed fades, so that the line's two sides look different.
export function shade(state, place) {
  for (const [bar, middle] of state.bars) bar.classList.toggle("passed", middle < place);
}

const [LEFT, TOP, SIDE] = [34, 8, 200];

export function drawCurve(plot, points, across, up, text) {
  plot.setAttribute("viewBox", `0 0 ${LEFT + SIDE + 12} ${TOP + SIDE + 34}`);
  plot.setAttribute("aria-label", text);
  const [x, y] = [(share) => LEFT + share * SIDE, (share) => TOP + (1 - share) * SIDE];
  const line = points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" ");
  const middle = TOP + SIDE / 2;
  const ends = [0, 1].flatMap((end) => [
    svg("text", { class: "soft", x: x(end), y: TOP + SIDE + 14, "text-anchor": "middle" }, `${end}`),
    svg("text", { class: "soft", x: LEFT - 6, y: y(end) + 4, "text-anchor": "end" }, `${end}`),
  ]);
  const dot = svg("circle", { class: "dot", r: 6 });
  plot.replaceChildren(
    svg("rect", { class: "axis", x: LEFT, y: TOP, width: SIDE, height: SIDE, fill: "none" }),
    ...ends,
    svg("text", { class: "soft", x: LEFT + SIDE / 2, y: TOP + SIDE + 29, "text-anchor": "middle" }, across),
    svg(
      "text",
      { class: "soft", x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` },
      up,
    ),
    svg("polyline", { class: "curve", points: line }),
    dot,
  );
  return (a, b) => {
    dot.setAttribute("cx", x(a));
    dot.setAttribute("cy", y(b));
  };
}

export function short(number) {
  return number.toLocaleString(undefined, { maximumSignificantDigits: 3 });
}

export function percent(share) {
  return share.toLocaleString(undefined, { style: "percent", maximumFractionDigits: 1 });
}
