// One part of what a component shows: a header's length (4 bytes, little-endian), the header as JSON, and
// all arrays after each other, deflated.
import { bus } from "../shared/bus.js";
import { lastTurn } from "../shared/turns.js";

export default function ({ data, parentElement: mount }) {
  const { header, body } = open(data);
  const place = `${header.name}/${header.kind}`;
  if (mount.aePlace !== place) remove(mount);
  mount.aePlace = place;
  // The same bytes may be another plane's, or another window's.
  const stamp = `${place} ${header.stamp}`;
  if (mount.aeStamp !== stamp) {
    mount.aeStamp = stamp;
    inflate(body).then((buffer) => {
      if (mount.aeStamp !== stamp) return; // a later one came
      mount.aePart = { header, arrays: arrays(header, buffer) };
      bus.parts.set(place, mount.aePart);
      for (const listener of bus.listeners) listener(header.name);
    });
  }
  return lastTurn(mount, () => {
    remove(mount);
    mount.aePlace = mount.aeStamp = null;
  });
}

// Another mount may have brought a part of the same place meanwhile: that one stays.
function remove(mount) {
  if (bus.parts.get(mount.aePlace) === mount.aePart) bus.parts.delete(mount.aePlace);
}

function open(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  return { header, body: bytes.subarray(4 + length) };
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

function arrays(header, buffer) {
  const found = {};
  let at = 0;
  for (const { name, type, shape } of header.arrays) {
    const Kind = { uint8: Uint8Array, uint16: Uint16Array, int32: Int32Array, float32: Float32Array }[type];
    const count = shape.reduce((product, side) => product * side, 1);
    found[name] = new Kind(buffer, at, count);
    at += count * Kind.BYTES_PER_ELEMENT;
  }
  return found;
}
