// A button that opens the browser's dialog for printing.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.words;
  button.onclick = () => window.print();
}
