/**
 * The process of `one-process.ts`: `node serve.mjs MAIN` runs the command that it is sent and sends back what came of it. Each run has
 * streams, arguments, environment and folder of its own, and loads the command's first module anew, which begins by running it.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

const [, , main] = process.argv;
const { exit } = process;
const { writeSync } = fs;
let runs = 0;
/** What the run has written, by descriptor. */
let written = { 1: [], 2: [] };

/** Thrown where the process would end. */
class Left {
	constructor(code) {
		this.code = code;
	}
}

// Where the command writes to a descriptor at once, past the stream.
fs.writeSync = (descriptor, bytes, at = 0, ...rest) => {
	if (!Object.hasOwn(written, descriptor)) return writeSync(descriptor, bytes, at, ...rest);
	if (rest.length > 0 || !(bytes instanceof Uint8Array))
		throw new Error("written in a way that serve.mjs does not know");
	written[descriptor].push(Buffer.from(bytes.subarray(at)));
	return bytes.length - at;
};
syncBuiltinESMExports();

process.on("message", (request) => void run(request));
process.on("disconnect", () => exit(0));

async function run({ args, cwd, env, stdin }) {
	written = { 1: [], 2: [] };
	replace("stdin", Readable.from(stdin.length === 0 ? [] : [stdin]));
	replace("stdout", gathering(written[1]));
	replace("stderr", gathering(written[2]));
	process.argv = [process.execPath, main, ...args];
	process.env = env;
	process.exitCode = undefined;
	process.exit = (code) => {
		throw new Left(code);
	};
	process.chdir(cwd);
	let code;
	try {
		runs++;
		await import(`${pathToFileURL(main)}?run=${runs}`);
	} catch (error) {
		if (!(error instanceof Left)) return void process.send({ error: String(error?.stack ?? error) });
		code = error.code;
	} finally {
		process.exit = exit;
		process.chdir("/");
	}
	const [stdout, stderr] = [1, 2].map((descriptor) => Buffer.concat(written[descriptor]).toString());
	process.send({ stdout, stderr, code: code ?? process.exitCode ?? 0 });
}

function replace(name, value) {
	Object.defineProperty(process, name, { value, configurable: true, enumerable: true, writable: true });
}
function gathering(chunks) {
	return new Writable({
		write(chunk, _, done) {
			chunks.push(chunk);
			done();
		},
	});
}
