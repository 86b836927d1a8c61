/** Every combination of options, in memory and in files, of the library as it is built, which takes a quarter of the time. */
import { join } from "node:path";
import { type Asked, testOneBehaviour } from "./one-behaviour.ts";

const dist = join(process.cwd(), "dist");
const { json, PyError } = (await import(join(dist, "index.js"))) as Pick<Asked, "json" | "PyError">;
const { loadFile, loadFileSync } = (await import(join(dist, "node/index.js"))) as Pick<
	Asked,
	"loadFile" | "loadFileSync"
>;

// No stack is looked at.
Error.stackTraceLimit = 0;
testOneBehaviour({ json, loadFile, loadFileSync, PyError, hooks: 1, files: 1 });
