// Says which of a picker's pictures is chosen: a mount of its own, so that a mark that moves does
// not send the pictures again.
import { bus } from "../shared/bus.js";

export default function ({ data: { name, chosen } }) {
  bus.parts.set(`${name}/chosen`, chosen);
  for (const listener of bus.listeners) listener(name);
}
