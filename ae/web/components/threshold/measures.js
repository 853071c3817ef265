// What a threshold makes of scores: the same definitions as `ae.analysis.detection`.
export function countAbove(sorted, threshold) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > threshold) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

export function measure(normal, odd, threshold) {
  const [caught, falseAlarms] = [countAbove(odd, threshold), countAbove(normal, threshold)];
  const called = caught + falseAlarms;
  return {
    caught,
    falseAlarms,
    missed: odd.length - caught,
    passed: normal.length - falseAlarms,
    precision: called ? caught / called : null,
    recall: caught / odd.length,
    alarms: falseAlarms / normal.length,
  };
}

// Both curves, and the area under the first: every threshold that makes a difference.
export function makeCurves(normal, odd) {
  const each = [...new Set([...normal, ...odd])].sort((a, b) => b - a);
  const found = [...each, -Infinity].map((threshold) => measure(normal, odd, threshold));
  let area = 0;
  for (let i = 1; i < found.length; i++) {
    const [before, now] = [found[i - 1], found[i]];
    area += ((now.alarms - before.alarms) * (now.recall + before.recall)) / 2;
  }
  return {
    auc: area,
    roc: found.map(({ alarms, recall }) => [alarms, recall]),
    pr: found.map(({ recall, precision }) => [recall, precision ?? 1]),
  };
}

// Where scores stand on the axis: by their logarithm where all are above 0, as most are close to
// it; what lies far out stands at the ends.
export function makeAxis(scores) {
  const sorted = Float32Array.from(scores).sort();
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))];
  const logarithmic = sorted[0] > 0;
  const to = logarithmic ? Math.log : (score) => score;
  const from = logarithmic ? Math.exp : (place) => place;
  let [low, high] = [to(at(0.002)), to(at(0.998))];
  const margin = Math.max(0.03 * (high - low), 1e-6);
  [low, high] = [low - margin, high + margin];
  const share = (score) => {
    if (logarithmic && score <= 0) return 0;
    return Math.min(Math.max((to(score) - low) / (high - low), 0), 1);
  };
  return { share, score: (place) => from(low + place * (high - low)), logarithmic };
}
