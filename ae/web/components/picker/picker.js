// A grid of pictures; a click tells Python which one, and Python says which one is chosen.
import { bus } from "../shared/bus.js";
import { lastTurn } from "../shared/turns.js";

export default function (component) {
  const root = component.parentElement.querySelector(".ae-picker");
  const { name, items, label, columns } = component.data;
  root.setAttribute("aria-label", label);
  if (columns) root.style.setProperty("--tracks", `repeat(${columns}, minmax(0, 1fr))`);
  else root.style.removeProperty("--tracks");
  const shown = JSON.stringify(items); // the same pictures stay, and the focus on one of them
  if (root.shown !== shown) root.replaceChildren(...items.map((item) => button(item)));
  root.shown = shown;
  const mark = (chosen) => {
    [...root.children].forEach((one, place) => {
      one.setAttribute("aria-pressed", String(items[place].id === chosen));
    });
  };
  [...root.children].forEach((one, place) => {
    const { id } = items[place];
    one.onclick = () => {
      mark(id); // at once; Python's answer may differ
      component.setTriggerValue("picked", id);
    };
  });
  const listen = (about) => {
    if (about === name) mark(bus.parts.get(`${name}/chosen`));
  };
  bus.listeners.delete(root.listen);
  root.listen = listen;
  bus.listeners.add(listen);
  listen(name);
  return lastTurn(root, () => bus.listeners.delete(listen));
}

function button({ text, caption, pictures }) {
  const one = document.createElement("button");
  one.type = "button";
  one.title = text;
  const below = document.createElement("span");
  below.textContent = caption;
  one.append(...pictures.map((source, i) => picture(source, i ? "" : text)), below);
  return one;
}

// The first picture's words and the caption are the button's name: what is seen is in it, too.
function picture(source, text) {
  const image = new Image();
  image.src = source;
  image.alt = text;
  return image;
}
