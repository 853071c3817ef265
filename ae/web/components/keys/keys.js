// Tells Python of the keys by which a presenter turns pages; none of a field that is typed into.
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Escape: 0 };
const TAKES_KEYS =
  'input, textarea, select, canvas, [contenteditable], [role="slider"], [role="radio"], [role="tab"], [role="option"], [role="listbox"], [role="combobox"], [role="dialog"] *';

export default function (component) {
  const turn = (event) => {
    const [target] = event.composedPath();
    const taken = target instanceof Element && target.closest(TAKES_KEYS);
    const plain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
    if (!(event.key in STEPS) || !plain || taken || event.defaultPrevented) return;
    event.preventDefault();
    component.setTriggerValue("turned", STEPS[event.key]);
  };
  document.addEventListener("keydown", turn);
  component.parentElement.querySelector("span").dataset.listens = "keys";
  return () => document.removeEventListener("keydown", turn);
}
