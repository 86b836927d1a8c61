/** What is compared: each gives how to load and to dump, and which of it it can do. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import v8 from "node:v8";

const require = createRequire(import.meta.url);
const both = () => ["loads", "dumps"];
const loadsOnly = () => ["loads"];
const same = (load) => (kind, input) => (kind === "loads" ? input : load(input));

export const libraries = {
	async brine(isJson) {
		const brine = await import(process.env.BRINE_DIST ?? "../dist/index.js");
		if (isJson) {
			const { loads, dumps } = brine.json;
			return {
				kinds: () => ["loads", "loads-exact", "dumps", "dumps-compact"],
				loads: (text) => loads(text),
				"loads-exact": (text) => loads(text, { mode: "exact" }),
				dumps: (value) => dumps(value),
				"dumps-compact": (value) => dumps(value, { separators: [",", ":"] }),
				prepare: (kind, text) => (kind.startsWith("loads") ? text : loads(text)),
			};
		}
		const { loads, dumps } = brine.pickle;
		const protocol = { "records-p2": 2 };
		return {
			kinds: () => ["loads", "loads-exact", "dumps"],
			input: (name, read) => ({ data: read(name), protocol: protocol[name] ?? 5 }),
			loads: ({ data }) => loads(data),
			"loads-exact": ({ data }) => loads(data, { mode: "exact" }),
			dumps: ({ value, protocol: p }) => dumps(value, { protocol: p }),
			prepare: (kind, input) => (kind === "dumps" ? { ...input, value: loads(input.data, { mode: "exact" }) } : input),
		};
	},
	async v8(isJson) {
		if (isJson) {
			return {
				kinds: both,
				loads: (text) => JSON.parse(text),
				dumps: (value) => JSON.stringify(value),
				prepare: same((text) => JSON.parse(text)),
			};
		}
		const brine = await import(process.env.BRINE_DIST ?? "../dist/index.js");
		const plain = (data) => brine.pickle.loads(data);
		return {
			kinds: both,
			loads: (data) => v8.deserialize(data),
			dumps: (value) => v8.serialize(value),
			prepare: (kind, data) => (kind === "loads" ? v8.serialize(plain(data)) : plain(data)),
		};
	},
	async pickleparser() {
		const { Parser } = require("pickleparser");
		return { kinds: loadsOnly, loads: (data) => new Parser().parse(data), prepare: (_, data) => data };
	},
	async jpickle() {
		const jpickle = require("jpickle");
		const input = (name, _read, folder) => readFileSync(`${folder}/${name}.pkl`, "latin1");
		return { kinds: loadsOnly, input, loads: (data) => jpickle.loads(data), prepare: (_, data) => data };
	},
	async "json-custom-numbers"() {
		const { parse, stringify } = await import("json-custom-numbers");
		return {
			kinds: both,
			loads: (text) => parse(text),
			dumps: (value) => stringify(value),
			prepare: same((text) => parse(text)),
		};
	},
	async "lossless-json"() {
		const { parse, stringify } = await import("lossless-json");
		return {
			kinds: both,
			loads: (text) => parse(text),
			dumps: (value) => stringify(value),
			prepare: same((text) => parse(text)),
		};
	},
	async "json-bigint"() {
		const json = require("json-bigint")();
		return {
			kinds: both,
			loads: (text) => json.parse(text),
			dumps: (value) => json.stringify(value),
			prepare: same((text) => json.parse(text)),
		};
	},
	async "json-with-bigint"() {
		const { JSONParse, JSONStringify } = await import("json-with-bigint");
		return {
			kinds: both,
			loads: (text) => JSONParse(text),
			dumps: (value) => JSONStringify(value),
			prepare: same((text) => JSONParse(text)),
		};
	},
};
