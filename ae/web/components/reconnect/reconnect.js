// Says in words that the connection is lost, and loads the page again where Streamlit gives up. Once
// it is back it has the page run: whoever answers now may be another server, which has not run it.
export default function ({ data, parentElement, setTriggerValue }) {
  const app = document.querySelector("[data-test-connection-state]");
  const banner = parentElement.querySelector(".banner");
  if (!app || !banner) return;
  let reloading = false;
  const look = () => {
    const state = app.getAttribute("data-test-connection-state");
    const lost = state !== "CONNECTED" && state !== "INITIAL" && state !== "CONNECTING";
    window.clearTimeout(timer);
    if (lost) parentElement.aeLost = true;
    else if (state === "CONNECTED" && parentElement.aeLost) {
      parentElement.aeLost = false;
      setTriggerValue("back", 1);
    }
    if (!lost) banner.hidden = true;
    else timer = window.setTimeout(() => (banner.hidden = false), 700);
    if (state === "DISCONNECTED_FOREVER" && !reloading) {
      reloading = true;
      window.setTimeout(() => location.reload(), 300);
    }
  };
  let timer = 0;
  const observer = new MutationObserver(look);
  observer.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  banner.textContent = data.words;
  look();
  return () => {
    window.clearTimeout(timer);
    observer.disconnect();
  };
}
