// Makes the code in a container a stop of the Tab key; Streamlit builds it late, and anew.
export default function ({ data }) {
  const reach = () => {
    /** @type {NodeListOf<HTMLElement>} */
    const codes = document.querySelectorAll(`.st-key-${data.key} pre:not([tabindex])`);
    for (const code of codes) {
      code.tabIndex = 0;
      code.setAttribute("role", "region");
      code.setAttribute("aria-label", data.name);
    }
  };
  const observer = new MutationObserver(reach);
  observer.observe(document.body, { childList: true, subtree: true });
  reach();
  return () => observer.disconnect();
}
