// What an explorer was fed, as it is used: what Python's `parts` has packed.

/** @returns {import("./state.js").Field} */
export function makeField({ header, arrays: { differences } }) {
  const [rows, columns, height, width] = header.grid;
  const pictures = new Uint8Array(differences.length);
  const greys = greysOf(header.levels);
  const [size, places] = [height * width, rows * columns];
  for (let p = 0; p < size; p++) {
    // Each pixel's map of the plane came as what its neighbours do not foretell.
    const map = differences.slice(p * places, (p + 1) * places);
    for (let i = 1; i < places; i++) if (i % columns) map[i] += map[i - 1];
    for (let i = columns; i < places; i++) map[i] += map[i - columns];
    for (let i = 0, at = p; i < places; i++, at += size) pictures[at] = greys[map[i]];
  }
  return { rows, columns, height, width, window: header.window, pictures };
}

/** @returns {import("./state.js").Points} */
export function makePoints({ header, arrays: { steps, labels, places, numbers } }) {
  const [left, right, bottom, top] = header.within;
  const [wide, high] = [(right - left) / header.most, (top - bottom) / header.most];
  const positions = Float32Array.from(steps, (step, i) => {
    if (step > header.most) return Number.NaN; // nowhere
    return i % 2 ? bottom + step * high : left + step * wide;
  });
  return { positions, labels, places, numbers };
}

/** @returns {import("./state.js").Samples} */
export function makeSamples({ header, arrays }) {
  const [, height, width] = header.arrays[0].shape;
  const greys = greysOf(header.levels);
  const [pictures, reconstructions] = [arrays.pictures, arrays.reconstructions].map((levels) =>
    levels.map((level) => greys[level]),
  );
  return { height, width, pictures, reconstructions };
}

// The greys, of 0 to 255, that so many levels stand for.
function greysOf(levels) {
  return Uint8Array.from({ length: levels }, (_, level) => Math.round((255 * level) / (levels - 1)));
}
