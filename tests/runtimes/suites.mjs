// Which tests go to which runtime. What is left out has its reason here.
import { readdirSync } from "node:fs";
import { join } from "node:path";

const ROOMS = ["src/bytes", "src/json", "src/pickle", "src/pickletools", "src/registry", "src/types", "src/values"];
const FOLDERS = ["tests/json", "tests/pickle", "tests/pickletools", "tests/registry", "tests/values"];

/** What asks a Python, or starts processes of Node. */
const NODE_ONLY = /(differential|live|python2-names)\.test\.ts$|^tests\/pickle\/hostile\.test\.ts$/;

/** What needs files, sockets, Node's streams, its crypto or its heap. */
const SERVER_ONLY = new Set([
	"src/bytes/source.test.ts",
	"src/bytes/sink.test.ts",
	"src/json/dumps.test.ts",
	"tests/json/hostile.test.ts",
	"tests/pickle/findings.test.ts",
	"tests/pickle/sinks.test.ts",
]);

const testsIn = (folder) =>
	readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".test.ts"))
		.sort()
		.map((name) => join(folder, name));

/** The tests for a platform ("server": Node, Bun, Deno; or "browser"). */
export function testsFor(platform) {
	return [...ROOMS, ...FOLDERS]
		.flatMap(testsIn)
		.filter((file) => !NODE_ONLY.test(file))
		.filter((file) => platform === "server" || !SERVER_ONLY.has(file));
}
