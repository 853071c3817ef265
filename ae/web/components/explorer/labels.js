// The explorer's buttons and words.
import { fill } from "../shared/text.js";

/** @param {import("./state.js").State} state */
export function listenToButtons(root, state, { view, marks, hooks }) {
  const centre = () => [(state.view[0] + state.view[1]) / 2, (state.view[2] + state.view[3]) / 2];
  const acts = {
    closer: () => view.glide(1.6, centre()),
    farther: () => view.glide(1 / 1.6, centre()),
    whole: view.showWhole,
    dots(button) {
      state.dots = !state.dots;
      button.setAttribute("aria-pressed", String(state.dots));
      hooks.redrawAll();
    },
    draw() {
      state.drawing = !state.drawing;
      marks.stop();
    },
    playPath: () => marks.play("playPath"),
    playPins: () => marks.play("playPins"),
    clear: marks.clear,
  };
  const show = (only) => {
    state.only = state.only === only ? null : only;
    showKey(root, state);
    hooks.redrawAll();
  };
  const visit = (pin) => {
    marks.stop();
    state.cursor = state.pins[pin];
    view.follow();
    hooks.moved();
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { do: act, pin, remove, only } = button.dataset;
    if (act) acts[act](button);
    if (only) show(Number(only));
    if (remove) marks.unpin(Number(remove));
    if (pin) visit(Number(pin));
  });
}

/**
 * The key of the colours; pressing one leaves only the points of its class.
 *
 * @param {any} root
 * @param {import("./state.js").State} state
 */
export function showKey(root, { colourTexts, classes, words, only }) {
  const key = root.querySelector(".key");
  while (key.children.length < colourTexts.length) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.only = key.children.length;
    key.append(button);
  }
  while (key.children.length > colourTexts.length) key.lastChild.remove();
  key.hidden = classes.length < 2;
  key.setAttribute("aria-label", words.key);
  colourTexts.forEach((colour, i) => {
    key.children[i].style.setProperty("--class", colour);
    key.children[i].setAttribute("aria-pressed", String(only === i));
    key.children[i].textContent = classes[i];
    key.children[i].title = fill(words.only, { label: classes[i] });
    key.children[i].setAttribute("aria-label", key.children[i].title);
  });
}

/**
 * @param {any} root
 * @param {import("./state.js").State} state
 */
export function showWords(root, { words, axes }) {
  for (const button of root.querySelectorAll("button[data-do]")) {
    const word = words[button.dataset.do];
    if (button.closest(".zoom")) {
      button.setAttribute("aria-label", word);
      button.title = word;
    } else button.textContent = word;
  }
  const texts = { ".hint": words.hint, ".wait": words.wait };
  texts[".axis.across"] = axes[0];
  texts[".axis.up"] = axes[1];
  texts[".beside figure:first-child figcaption"] = words.original;
  texts[".beside figure:nth-child(2) figcaption"] = words.again;
  for (const [selector, text] of Object.entries(texts)) {
    root.querySelector(selector).textContent = text;
  }
  const named = { ".plane": words.plane, ".tools": words.tools, ".zoom": words.zooming };
  for (const [selector, text] of Object.entries(named)) {
    root.querySelector(selector).setAttribute("aria-label", text);
  }
}
