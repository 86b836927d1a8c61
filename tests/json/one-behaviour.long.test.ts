/**
 * Combinations of options, in memory and in files, of the library as it is built, which takes a quarter of the time: a third and a
 * seventh of them, other ones for each document, and every one with BRINE_WHOLE (`npm run verify`).
 */
import { join } from "node:path";
import { brine } from "../cli/run.ts";
import { type Library, testOneBehaviour } from "./one-behaviour.ts";

const dist = join(process.cwd(), "dist");
const { json, PyError } = (await import(join(dist, "index.js"))) as Pick<Library, "json" | "PyError">;
const { loadFile, loadFileSync } = (await import(join(dist, "node/index.js"))) as Pick<
	Library,
	"loadFile" | "loadFileSync"
>;

const share = process.env["BRINE_WHOLE"] === undefined ? { memory: 3, files: 7 } : { memory: 1, files: 1 };
testOneBehaviour({ json, loadFile, loadFileSync, PyError }, { ...share, prompt: brine });
