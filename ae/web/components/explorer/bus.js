// What came from Python as bytes, by name, and who waits for it. The three parts of an explorer
// are mounts of their own, so that a finer field does not send points and samples again.
const bus = (globalThis.aeExplorer ??= { parts: new Map(), listeners: new Set() });
