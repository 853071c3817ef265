// A row of stars for each thing: a slider under drawn stars, so that mouse, finger and arrow keys
// all work. Python hears of a rating while it is dragged, at most every so many milliseconds.
import { makeTeller } from "../shared/teller.js";

const EVERY = 150;

export default function (component) {
  const root = component.parentElement.querySelector(".ae-stars");
  const { things, most, label, words: [words] } = component.data;
  root.setAttribute("aria-label", label);
  const ids = JSON.stringify([things.map(({ id, name }) => [id, name]), most]);
  if (root.ids !== ids) {
    root.ids = ids;
    root.replaceChildren(...things.map((thing) => row(thing, most)));
  }
  const tell = makeTeller(EVERY, (id, stars) => component.setTriggerValue("rated", { id, stars }));
  [...root.children].forEach((one, place) => {
    const { id, name, stars } = things[place];
    const input = one.querySelector("input");
    if (!one.held) show(one, stars, most, words);
    input.oninput = () => {
      one.held = true; // what Python answers meanwhile is older than the hand
      show(one, Number(input.value), most, words);
      tell.soon(id, Number(input.value));
    };
    input.onchange = () => {
      one.held = false;
      tell.now(id, Number(input.value));
    };
    const clear = one.querySelector("button");
    clear.setAttribute("aria-label", words.clear.replace("{name}", name));
    clear.onclick = () => {
      show(one, 0, most, words);
      input.focus();
      tell.now(id, 0);
    };
  });
}

function row({ name }, most) {
  const made = (tag, className) => Object.assign(document.createElement(tag), { className });
  const [one, text, scale, drawn] = [
    made("div", "row"),
    made("span", "name"),
    made("label", "scale"),
    made("span", "drawn"),
  ];
  text.textContent = name;
  drawn.textContent = "★".repeat(most);
  drawn.setAttribute("aria-hidden", "true");
  const input = Object.assign(made("input", ""), { type: "range", min: 0, max: most, step: 0.5 });
  input.setAttribute("aria-label", name);
  scale.append(drawn, input);
  const clear = Object.assign(made("button", "clear"), { type: "button", textContent: "✕" });
  const shown = made("span", "value");
  shown.setAttribute("aria-hidden", "true"); // the slider itself says how many, and says it once
  one.append(text, scale, shown, clear);
  return one;
}

function show(one, stars, most, words) {
  const input = one.querySelector("input");
  if (Number(input.value) !== stars) input.value = stars;
  const text = stars
    ? words.value.replace("{stars}", stars).replace("{most}", most)
    : words.none;
  input.setAttribute("aria-valuetext", text);
  one.querySelector(".drawn").style.setProperty("--share", stars / most);
  one.querySelector(".value").textContent = stars ? stars.toFixed(1) : "–";
  one.querySelector("button").hidden = !stars;
}
