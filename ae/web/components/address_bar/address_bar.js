// Completes the page's address in place: no entry of the browser's history comes of it.
export default function ({ data }) {
  const { query, number, language } = data;
  document.documentElement.lang = language;
  const page = /** @type {any} */ (globalThis);
  const done = page.aeAddress ?? { number: 0, session: "" };
  if (!number || (done.session === data.session && done.number >= number)) return;
  page.aeAddress = { number, session: data.session };
  const wanted = `${location.pathname}?${query}${location.hash}`;
  if (location.search !== `?${query}`) history.replaceState(history.state, "", wanted);
}
