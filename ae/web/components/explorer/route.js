// A route over the plane: places after each other, joined by straight lines.

// How far along the route each of its places lies.
export function lengths(route) {
  const found = [0];
  for (let i = 1; i < route.length; i++) {
    const [a, b] = [route[i - 1], route[i]];
    found.push(found[i - 1] + Math.hypot(b[0] - a[0], b[1] - a[1]));
  }
  return found;
}

/**
 * The place at a distance along a route.
 *
 * @returns {[number, number]}
 */
export function along(route, reached, distance) {
  let i = 1;
  while (i < route.length - 1 && reached[i] < distance) i++;
  const step = reached[i] - reached[i - 1];
  const share = step ? Math.min(1, Math.max(0, (distance - reached[i - 1]) / step)) : 0;
  const [a, b] = [route[i - 1], route[i]];
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

/**
 * So many places along a route, equally far apart.
 *
 * @returns {[number, number][]}
 */
export function evenly(route, count) {
  const reached = lengths(route);
  const total = reached.at(-1) ?? 0;
  const place = (i) => along(route, reached, (total * i) / (count - 1));
  return Array.from({ length: count }, (_, i) => place(i));
}
