// A grid of pictures; a click tells Python which one, and Python says which one is chosen.
export default function (component) {
  const root = component.parentElement.querySelector(".ae-picker");
  const { items, chosen, label, columns } = component.data;
  root.setAttribute("aria-label", label);
  if (columns) root.style.setProperty("--tracks", `repeat(${columns}, minmax(0, 1fr))`);
  else root.style.removeProperty("--tracks");
  // A message with the same pictures only moves the mark, so that the focus stays.
  const shown = JSON.stringify(items);
  if (root.shown !== shown) {
    root.shown = shown;
    root.replaceChildren(...items.map((item) => button(item)));
  }
  [...root.children].forEach((one, place) => {
    const { id } = items[place];
    one.setAttribute("aria-pressed", String(id === chosen));
    one.onclick = () => component.setTriggerValue("picked", id);
  });
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
