// What came from Python as bytes, by name, and who waits for it. The parts of a component
// are mounts of their own, so that one that changes does not send the others again.
const page = /** @type {any} */ (globalThis);
page.aeFeeds ??= { parts: new Map(), listeners: new Set() };
export const bus = page.aeFeeds;
