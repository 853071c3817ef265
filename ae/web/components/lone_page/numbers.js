// The weights that travel in the page: half precision, all high bytes before all low ones, packed.

// What 16 bits of half precision stand for.
export function half(bits) {
  const [exponent, rest] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent ? 2 ** (exponent - 15) * (1 + rest / 1024) : 2 ** -14 * (rest / 1024);
  return bits & 0x8000 ? -size : size;
}

/** @returns {Promise<Float32Array>} */
export async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const planes = new Uint8Array(await new Response(stream).arrayBuffer());
  const count = planes.length / 2;
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = half((planes[i] << 8) | planes[count + i]);
  return numbers;
}
