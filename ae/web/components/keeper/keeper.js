// Keeps what makes a browser the host or a student of a class, and tells Python what it has kept.
const PLACE = "ae-classes";
const DAY = 24 * 60 * 60 * 1000;

export default function ({ data, parentElement: mount, setStateValue }) {
  const { code, write, number } = data;
  const all = kept();
  if (write && mount.aeWritten !== number) {
    mount.aeWritten = number;
    if (write.forget) delete all[code];
    else all[code] = { ...all[code], ...write, at: Date.now() };
    try {
      localStorage.setItem(PLACE, JSON.stringify(all));
    } catch {
      // without storage this page goes on until it is closed
    }
  }
  const { host = "", student = "" } = all[code] ?? {};
  const told = JSON.stringify([code, host, student]);
  if (mount.aeTold === told) return;
  mount.aeTold = told;
  setStateValue("kept", { code, host, student });
}

function kept() {
  try {
    const all = JSON.parse(localStorage.getItem(PLACE) ?? "{}") ?? {};
    const young = ([, one]) => one && Date.now() - one.at < DAY;
    return Object.fromEntries(Object.entries(all).filter(young));
  } catch {
    return {};
  }
}
