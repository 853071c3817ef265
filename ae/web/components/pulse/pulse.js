// Asks now and then, past Streamlit, whether anything has changed, and only then has the page run
// again. Where the server has come back, and Streamlit does not notice, it loads the page anew.
const JITTER = 0.2; // of the time between two questions, so that not all phones ask at once
const AGAIN = 3000; // ms after which a change that nothing came of is told again
const LOST = 6000; // ms that Streamlit has to connect again once the server answers
const PATIENCE = 4000; // ms for one answer

export default function ({ data, parentElement: mount, setTriggerValue }) {
  const mine = (mount.aePulse ??= { next: 0, told: "", at: 0, since: 0 });
  let timer = 0;
  let over = false;
  const plan = () => {
    timer = setTimeout(look, Math.max(0, mine.next - performance.now()));
  };
  const look = async () => {
    const now = performance.now();
    mine.next = now + data.every * (1 + JITTER * (2 * Math.random() - 1));
    const found = await ask(data.place);
    if (over) return;
    if (found) {
      comeBack(mine);
      const version = found.gone ? "gone" : String(found[data.kind]);
      const news = version !== data.seen && (version !== mine.told || now - mine.at > AGAIN);
      if (news) {
        mine.told = version;
        mine.at = now;
        setTriggerValue("changed", version);
      }
    }
    plan();
  };
  plan();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

async function ask(place) {
  const base = location.pathname.replace(/[^/]*\/*$/, "");
  try {
    const answer = await fetch(base + place, {
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // the server is away
  }
}

function comeBack(mine) {
  const app = document.querySelector("[data-test-connection-state]");
  const connected = !app || app.getAttribute("data-test-connection-state") === "CONNECTED";
  if (connected) mine.since = 0;
  else mine.since ||= performance.now();
  if (mine.since && performance.now() - mine.since > LOST) location.reload();
}
