// A slider for each number of a code. Where a field of decoded samples is given, the picture
// follows the thumb in the browser; Python hears of it when the thumb is let go, and of a key that
// is held now and then.
import { blend } from "../shared/field.js";
import { show } from "../shared/picture.js";
import { makeTeller } from "../shared/teller.js";
import { lastTurn } from "../shared/turns.js";

const EVERY = 250; // ms between two messages

export default function (component) {
  const root = component.parentElement.querySelector(".ae-sliders");
  const { data } = component;
  if (root.hand?.version !== data.version) {
    root.hand?.teller.forget();
    root.hand = build(root, data);
  }
  const { hand } = root;
  hand.send = (values) => component.setStateValue("hand", { version: data.version, values });
  const canvas = root.querySelector("canvas");
  canvas.setAttribute("aria-label", data.words[0].picture);
  const context = canvas.getContext("2d");
  hand.asked += 1;
  const { asked } = hand; // an older picture may arrive last
  load(data.picture, (image) => {
    if (asked !== hand.asked) return;
    [canvas.width, canvas.height] = [image.width, image.height];
    context.drawImage(image, 0, 0);
  });
  const [given] = data.field ?? [];
  if (given && hand.url !== given.url) {
    const { url } = given;
    hand.url = url;
    load(url, (image) => {
      if (hand.url === url) hand.field = unpack(image, given);
    });
  }
  hand.follow = () => {
    const { field, values } = hand;
    if (!given || !field) return;
    hand.asked += 1; // a picture of where the thumb was comes too late
    show(context, blend(field, values[0], values[1] ?? field.window[2]), field);
  };
  return lastTurn(root, hand.teller.forget);
}

// What is moved is remembered as numbers, those not moved exactly as they came: an input rounds.
function build(root, data) {
  const hand = { version: data.version, values: [...data.values], field: null, url: null, asked: 0 };
  const made = Object.assign(hand, {
    send: (_values) => {},
    follow: () => {},
    teller: makeTeller(EVERY, () => made.send([...made.values])),
  });
  const labels = data.names.map((name, i) => slider(name, data.low[i], data.high[i], made, i));
  root.querySelector(".numbers").replaceChildren(...labels);
  return made;
}

function slider(name, low, high, hand, i) {
  const label = document.createElement("label");
  const [input, shown] = [document.createElement("input"), document.createElement("span")];
  shown.className = "value";
  shown.setAttribute("aria-hidden", "true"); // the slider itself says its value, and says it once
  const range = { type: "range", min: low, max: high, step: (high - low) / 200 };
  Object.assign(input, range).value = hand.values[i];
  const tell = () => {
    shown.textContent = hand.values[i].toFixed(2);
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  tell();
  input.oninput = () => {
    hand.values[i] = Number(input.value);
    tell();
    hand.follow();
  };
  input.onchange = hand.teller.soon;
  label.append(name, input, shown);
  return label;
}

function load(url, then) {
  const image = new Image();
  image.onload = () => then(image);
  image.src = url;
}

// Cut a field, sent as one picture with its first row at the bottom, into its pictures.
function unpack(image, { rows, columns, height, width, window }) {
  const size = height * width;
  const context = new OffscreenCanvas(width * columns, height * rows).getContext("2d");
  const pictures = new Uint8Array(rows * columns * size);
  if (!context) return null;
  context.drawImage(image, 0, 0);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [left, top] = [width * column, height * (rows - 1 - row)];
      const { data } = context.getImageData(left, top, width, height);
      const start = (row * columns + column) * size;
      for (let p = 0; p < size; p++) pictures[start + p] = data[4 * p];
    }
  }
  return { rows, columns, height, width, window, pictures };
}
