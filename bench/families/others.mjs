/** What else reads and writes the same: V8's own, and the packages of npm. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import v8 from "node:v8";

const require = createRequire(import.meta.url);
/** Packages of npm are several times as slow: they take part where one call does not take seconds, and where they are wanted. */
const MOST_PEER_BYTES = process.env.BENCH_PEERS === "no" ? 0 : 1_000_000;

const JSON_PEERS = {
	"json-custom-numbers": async () => {
		const { parse, stringify } = await import("json-custom-numbers");
		return [parse, stringify];
	},
	"lossless-json": async () => {
		const { parse, stringify } = await import("lossless-json");
		return [(text) => parse(text), (value) => stringify(value)];
	},
	"json-bigint": async () => {
		const json = require("json-bigint")();
		return [json.parse, json.stringify];
	},
	"json-with-bigint": async () => {
		const { JSONParse, JSONStringify } = await import("json-with-bigint");
		return [JSONParse, JSONStringify];
	},
};

export async function others({ isJson, input, options, measure, warmUp, out, dist, file }) {
	/** A figure of a library that can do this; those that cannot go without. */
	const attempt = (kind, work, argument, budget) => {
		try {
			out[kind] = measure(work, argument, budget);
		} catch {
			// A peer that refuses, or does not know, what the family has.
		}
	};
	if (isJson) {
		const parse = (text) => JSON.parse(text);
		const stringify = (value) => JSON.stringify(value, null, options.indent);
		warmUp((text) => text.replace(/-?\bInfinity\b|\bNaN\b/g, "null"), parse);
		attempt("loads", parse, input);
		if (out.loads !== undefined) attempt("dumps", stringify, JSON.parse(input));
		if (input.length > MOST_PEER_BYTES) return;
		for (const [name, open] of Object.entries(JSON_PEERS)) {
			const [read, write] = await open();
			attempt(`${name} loads`, read, input, 0);
			if (out[`${name} loads`] !== undefined) attempt(`${name} dumps`, write, read(input), 0);
		}
		return;
	}
	const { loads } = await import(`${dist}/pickle/index.js`);
	const value = loads(input);
	try {
		const bytes = v8.serialize(value);
		warmUp((data) => v8.serialize(loads(data)), v8.deserialize);
		attempt("loads", (data) => v8.deserialize(data), bytes);
		attempt("dumps", (argument) => v8.serialize(argument), value);
	} catch {
		// V8 does not clone what has functions of its own.
	}
	if (input.length > MOST_PEER_BYTES) return;
	const { Parser } = require("pickleparser");
	attempt("pickleparser loads", (data) => new Parser().parse(data), input, 0);
	const jpickle = require("jpickle");
	attempt("jpickle loads", (data) => jpickle.loads(data), readFileSync(file, "latin1"), 0);
}
