// Which tests go to which runtime. What is left out has its reason here.
import { readdirSync } from "node:fs";
import { join } from "node:path";

const ROOMS = ["src/bytes", "src/json", "src/pickle", "src/pickletools", "src/registry", "src/types", "src/values"];
const FOLDERS = ["tests/json", "tests/pickle", "tests/pickletools", "tests/registry", "tests/values"];

/** What asks a Python. */
const ASKS_PYTHON = /(differential|live|python2-names)\.test\.ts$/;

/** What needs files, sockets, Node's streams or its crypto. */
const SERVER_ONLY = new Set([
	"src/bytes/source.test.ts",
	"src/bytes/sink.test.ts",
	"src/json/dumps.test.ts",
	"tests/pickle/sinks.test.ts",
]);

/** What tests parts that the package does not export. */
const INNER =
	/^(src\/bytes\/.*|src\/json\/(decimal|options)\.test\.ts|src\/registry\/(copyreg|fresh-names|stdlib\/numbers)\.test\.ts|src\/values\/(equals|repr)\.test\.ts|tests\/json\/properties\.test\.ts)$/;

const testsIn = (folder) =>
	readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".test.ts"))
		.sort()
		.map((name) => join(folder, name));

/** The tests for a target ("src" or "dist") on a platform ("server": Node, Bun, Deno; or "browser"). */
export function testsFor(target, platform) {
	return [...ROOMS, ...FOLDERS]
		.flatMap(testsIn)
		.filter((file) => !ASKS_PYTHON.test(file))
		.filter((file) => platform === "server" || !SERVER_ONLY.has(file))
		.filter((file) => target === "src" || !INNER.test(file));
}
