// Answers for the page of a run: reads one JSON line of what to do, writes what it made as JSON.
import { readFileSync } from "node:fs";
import { makeNetwork } from "../../../ae/web/components/lone_page/forward.js";
import { framed, seen } from "../../../ae/web/components/lone_page/framing.js";
import { unpacked } from "../../../ae/web/components/lone_page/numbers.js";

const { networks = {}, drawings = [], inks = [] } = JSON.parse(readFileSync(0, "utf8"));
const answers = { networks: {}, drawings: [], inks: [] };
for (const [name, { form, weights, samples }] of Object.entries(networks)) {
  const network = makeNetwork(form, await unpacked(Buffer.from(weights, "base64")));
  const codes = samples.map((sample) => network.encoder(sample));
  const began = performance.now();
  const restored = samples.map((sample) => network.decoder(network.encoder(sample)));
  const took = (performance.now() - began) / samples.length;
  answers.networks[name] = { codes: codes.map((one) => [...one]), restored: restored.map((one) => [...one]), took };
}
for (const { strokes, framing } of drawings) answers.drawings.push([...seen(strokes, framing).levels]);
for (const { width, height, levels, framing } of inks) {
  answers.inks.push([...framed({ width, height, levels: Uint8Array.from(levels) }, framing).levels]);
}
process.stdout.write(JSON.stringify(answers));
