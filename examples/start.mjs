// Reads a pickle that CPython wrote, shows it, and writes it back: `npm start`, or
// `node examples/start.mjs FILE` for a file of your own.
import { readFileSync } from "node:fs";
import { json, pickle, pickletools, repr } from "brine";

const file = process.argv[2] ?? new URL("data/settings.pkl", import.meta.url);
const bytes = new Uint8Array(readFileSync(file));
const protocol = [...pickletools.genops(bytes)].find(({ opcode }) => opcode.name === "PROTO")?.arg ?? 0;

// Exact mode keeps every difference that Python makes, such as 1.0 against 1.
const value = pickle.loads(bytes, { mode: "exact" });
console.log(`A pickle of ${bytes.length} bytes, protocol ${protocol}.\n`);
console.log("As Python prints it:");
console.log(repr(value));
console.log("\nAs JSON:");
console.log(json.dumps(value, { indent: 2, default: repr }));

const again = pickle.dumps(value, { protocol: Number(protocol), pythonVersion: "3.13" });
const same = again.length === bytes.length && again.every((byte, i) => byte === bytes[i]);
console.log(`\nWritten back: ${again.length} bytes, ${same ? "the same as Python's" : "not the same as Python's"}.`);
process.exitCode = same ? 0 : 1;
