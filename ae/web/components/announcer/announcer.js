// One live region for all that is told of on the page: the newest text, at most every so often.
const EVERY = 4000; // ms
const AWAKE = 200; // ms that a new region needs: what it is told at once is not read out
const voice = (globalThis.aeVoice ??= { last: -EVERY, timer: null, region: null, said: new Map() });

export default function ({ data }) {
  const { text, about, atFirst, now } = data;
  const fresh = wake();
  const before = voice.said.get(about);
  voice.said.set(about, text);
  if (!text || text === before || (before === undefined && !atFirst)) return;
  clearTimeout(voice.timer);
  const wait = now ? 0 : Math.max(0, voice.last + EVERY - performance.now());
  voice.timer = setTimeout(
    () => {
      voice.last = performance.now();
      voice.region.textContent = text;
    },
    wait + (fresh ? AWAKE : 0),
  );
}

// See that there is a region; tell whether it is new.
function wake() {
  if (voice.region?.isConnected) return false;
  const region = (voice.region = document.createElement("div"));
  region.id = "ae-live";
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  region.style.cssText =
    "position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);";
  document.body.append(region);
  return true;
}
