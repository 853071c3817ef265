// A button that opens the system's own dialog for sharing, where the browser has one.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.words;
  button.hidden = !navigator.share; // over plain http there is none
  button.onclick = async () => {
    const { title, link: url } = data;
    const picture = await (await fetch(data.picture)).blob();
    const files = [new File([picture], "my-digit.png", { type: "image/png" })];
    const all = { title, url, files };
    try {
      await navigator.share(navigator.canShare?.(all) ? all : { title, url });
    } catch {
      // whoever closes the dialog shares nothing
    }
  };
}
