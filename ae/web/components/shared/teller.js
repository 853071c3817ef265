// Telling Python of what a hand does, without a message for each of its moves.

/**
 * Return what passes on the newest news: `soon`, at once or a little later, the last ones always;
 * or `now`, in place of any that wait.
 *
 * @param {number} every at most one in so many ms
 * @param {(...news: any[]) => void} send
 */
export function makeTeller(every, send) {
  let last = -every;
  /** @type {any} */
  let waiting = 0;
  const now = (...news) => {
    clearTimeout(waiting);
    last = performance.now();
    send(...news);
  };
  const soon = (...news) => {
    clearTimeout(waiting);
    const wait = Math.max(0, last + every - performance.now());
    waiting = setTimeout(() => now(...news), wait);
  };
  return { soon, now, forget: () => clearTimeout(waiting) };
}
