// The weights that travel in the page: half precision, all high bytes before all low ones, packed.

// What 16 bits of half precision stand for.
export function half(bits) {
  const [exponent, rest] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent ? 2 ** (exponent - 15) * (1 + rest / 1024) : 2 ** -14 * (rest / 1024);
  return bits & 0x8000 ? -size : size;
}

const [SIGN, SHIFT] = [0x3d, 64]; // before a byte that a page cannot hold, and what is added to it
const [FIRST, LAST] = ['id="weights">', "\x3c/script>"]; // what they stand between

/**
 * The packed bytes: as the page's characters, or where a server had the browser take these for
 * others, from the page's file itself.
 *
 * @param {Document} page
 * @returns {Promise<Uint8Array>}
 */
export async function packedIn(page) {
  const text = page.getElementById("weights")?.textContent ?? "";
  if (page.characterSet === "windows-1252") return whole(asBytes(text));
  const file = new Uint8Array(await (await fetch(page.location.href)).arrayBuffer());
  const all = new TextDecoder("windows-1252").decode(file);
  const first = all.indexOf(FIRST) + FIRST.length;
  return whole(file.subarray(first, all.indexOf(LAST, first)));
}

// The bytes that characters of windows-1252 were.
export function asBytes(text) {
  const every = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  const byteOf = new Map([...every].map((letter, byte) => [letter, byte]));
  return Uint8Array.from(text, (letter) => byteOf.get(letter) ?? 0);
}

// Bytes again as they were before some were written as two.
export function whole(written) {
  const out = new Uint8Array(written.length);
  let count = 0;
  for (let i = 0; i < written.length; i++) {
    out[count++] = written[i] === SIGN ? written[++i] - SHIFT : written[i];
  }
  return out.subarray(0, count);
}

/**
 * @param {Uint8Array<any>} packed
 * @returns {Promise<Float32Array>}
 */
export async function unpacked(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const planes = new Uint8Array(await new Response(stream).arrayBuffer());
  const count = planes.length / 2;
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = half((planes[i] << 8) | planes[count + i]);
  return numbers;
}
