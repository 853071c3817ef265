// A training, frame by frame: all frames lie below each other in one picture, which is sent once.
const BAND = 5;
const WHOLE = 4000; // milliseconds that a film lasts, however many its frames

export default function (component) {
  const { data, parentElement } = component;
  const [words] = data.words;
  const root = parentElement.querySelector(".ae-film");
  const [play, at] = [root.querySelector(".play"), root.querySelector(".at")];
  const image = new Image();
  let timer = 0;
  const last = data.frames - 1;
  const cells = build(root, data);

  function show(frame) {
    at.value = frame;
    at.setAttribute("aria-valuetext", data.told[frame]);
    root.querySelector(".told").textContent = data.told[frame];
    for (const cell of cells) if (cell.moves) draw(cell, image, data, frame);
  }
  function stop() {
    window.clearInterval(timer);
    timer = 0;
    play.textContent = words.play;
  }
  function step() {
    const frame = Number(at.value) + 1;
    show(frame);
    if (frame >= last) stop();
  }
  function start() {
    if (Number(at.value) >= last) show(0);
    timer = window.setInterval(step, Math.min(WHOLE / data.frames, 500));
    play.textContent = words.stop;
  }
  at.max = last;
  at.setAttribute("aria-label", words.epoch);
  at.oninput = () => {
    stop();
    show(Number(at.value));
  };
  play.onclick = () => (timer ? stop() : start());
  stop();
  image.onload = () => {
    for (const cell of cells) if (!cell.moves) draw(cell, image, data, data.frames + cell.row);
    show(Math.min(root.frame ?? last, last));
  };
  image.src = data.url;
  return () => {
    root.frame = Number(at.value);
    window.clearInterval(timer);
  };
}

// Rows that stay, and below them the row that moves, five pictures side by side.
function build(root, data) {
  const cells = [];
  const bands = [];
  for (let start = 0; start < data.names.length; start += BAND) {
    const band = document.createElement("div");
    band.className = "band";
    data.rows.forEach((row, index) => {
      band.append(Object.assign(document.createElement("div"), { className: "label", textContent: row }));
      for (let place = start; place < start + BAND; place++) {
        const canvas = document.createElement("canvas");
        if (place < data.names.length) {
          [canvas.width, canvas.height] = [data.width, data.height];
          canvas.setAttribute("role", "img");
          canvas.setAttribute("aria-label", `${row}: ${data.names[place]}`);
          cells.push({ canvas, place, row: index, moves: index === data.rows.length - 1 });
        } else canvas.hidden = true;
        band.append(canvas);
      }
    });
    bands.push(band);
  }
  root.querySelector(".bands").replaceChildren(...bands);
  return cells;
}

function draw({ canvas, place }, image, { width, height }, frame) {
  const from = [place * width, frame * height, width, height];
  canvas.getContext("2d").drawImage(image, ...from, 0, 0, width, height);
}
