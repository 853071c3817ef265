// A slider for each number of a code. Where a field of decoded samples is given, the picture
// follows the thumb in the browser; Python hears of it when the thumb is let go.
export default function (component) {
  const root = component.parentElement.querySelector(".ae-sliders");
  root.hand ??= { version: null, field: null, url: null };
  const { data } = component;
  const [given] = data.field ?? [];
  const canvas = root.querySelector("canvas");
  const context = canvas.getContext("2d");
  canvas.setAttribute("aria-label", data.words[0].picture);
  if (root.hand.version !== data.version) build(root, data);
  const asked = (root.asked = (root.asked ?? 0) + 1); // an older picture may arrive last
  load(data.picture, (image) => {
    if (asked !== root.asked) return;
    [canvas.width, canvas.height] = [image.width, image.height];
    context.drawImage(image, 0, 0);
  });
  if (given && root.hand.url !== given.url) {
    root.hand.url = given.url;
    const { url, hand } = { url: given.url, hand: root.hand };
    load(url, (image) => hand.url === url && (hand.field = unpack(image, given)));
  }
  const inputs = [...root.querySelectorAll("input")];
  const values = () => inputs.map((input) => Number(input.value));
  inputs.forEach((input) => {
    input.oninput = () => {
      input.nextElementSibling.value = Number(input.value).toFixed(2);
      const { field } = root.hand;
      if (!given || !field) return;
      const [x, y = field.window[2]] = values();
      show(context, blend(field, x, y), field);
    };
    input.onchange = () =>
      component.setStateValue("hand", { version: data.version, values: values() });
  });
}

function build(root, data) {
  root.hand = { version: data.version, field: null, url: null };
  const labels = data.names.map((name, i) => {
    const label = document.createElement("label");
    const [input, output] = [document.createElement("input"), document.createElement("output")];
    input.type = "range";
    [input.min, input.max] = [data.low[i], data.high[i]];
    input.step = (data.high[i] - data.low[i]) / 200;
    input.value = data.values[i];
    output.value = Number(data.values[i]).toFixed(2);
    label.append(name, input, output);
    return label;
  });
  root.querySelector(".numbers").replaceChildren(...labels);
}

function load(url, then) {
  const image = new Image();
  image.onload = () => then(image);
  image.src = url;
}

// Cut a field, sent as one picture with its first row at the bottom, into its pictures.
function unpack(image, { rows, columns, height, width, window }) {
  const size = height * width;
  const canvas = new OffscreenCanvas(width * columns, height * rows);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  const pictures = new Uint8Array(rows * columns * size);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const { data } = context.getImageData(
        ...[width * column, height * (rows - 1 - row), width, height],
      );
      const start = (row * columns + column) * size;
      for (let p = 0; p < size; p++) pictures[start + p] = data[4 * p];
    }
  }
  return { rows, columns, height, width, window, pictures };
}
