// Reads the golden data for tests: pickles of every Python, unpacked, and the answers of the oracle.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { compareVersions } from "../python/pythons.mjs";

export const GOLDEN_FOLDER = fileURLToPath(new URL(".", import.meta.url));
const DATA = join(GOLDEN_FOLDER, "data");

/** The versions that wrote golden pickles, oldest first. */
export function goldenVersions() {
	return readdirSync(DATA)
		.map((name) => /^(\d+\.\d+\.\d+\w*)\.json$/.exec(name)?.[1])
		.filter((version) => version !== undefined)
		.sort(compareVersions);
}

/** The version that was read last: a test file asks for one again and again. */
let last = { version: "", golden: undefined };

/** All golden pickles of one version, which nobody changes. */
export function readGolden(version) {
	if (version !== last.version) last = { version, golden: unpackGolden(version) };
	return last.golden;
}

function unpackGolden(version) {
	const document = readJson(join(DATA, `${version}.json`));
	const large = largePickles();
	return { ...document, cases: document.cases.map((entry) => unpackCase(entry, large)) };
}

/** The questions of one table of the oracle with the answer of every version: `pickle-loads`, `pickle-dumps`, `pickle-bytes`, `json`, `tools`, `batch`. */
export function readOracle(name) {
	const { versions, cases } = readJson(join(GOLDEN_FOLDER, "oracle", `${name}.json`));
	const unpacked = {};
	for (const [key, { answers, ...question }] of Object.entries(cases)) {
		const byVersion = {};
		for (const [those, answer] of answers) for (const version of those) byVersion[version] = unpackOracle(answer);
		unpacked[key] = { ...unpackOracle(question), answers: byVersion };
	}
	return { versions, cases: unpacked };
}

function unpackOracle(stored) {
	const unpacked = { ...stored };
	if (stored.data !== undefined)
		unpacked.data =
			typeof stored.data === "object" ? new Uint8Array(gunzipSync(bytes(stored.data.gz))) : bytes(stored.data);
	if (stored.several) unpacked.several = stored.several.map(bytes);
	if (typeof stored.text === "object") unpacked.text = stored.text.repeat[0].repeat(stored.text.repeat[1]);
	return unpacked;
}

/** Turns the stored forms of a case's pickles into bytes. `large` maps a SHA-256 to a base64 gzip. */
export function unpackCase(entry, large) {
	const protocols = unpackStreams(entry.protocols, large);
	return {
		...entry,
		protocols,
		loaded: unpackTexts(entry.loaded ?? {}),
		errors: entry.errors ?? {},
		pure: unpackStreams(entry.pure ?? {}, large),
		unmapped: unpackStreams(entry.unmapped ?? {}, large),
		buffers: entry.buffers?.map(bytes),
		repeats: entry.repeats ?? [],
	};
}

let largeStore;

function largePickles() {
	largeStore ??= existsSync(join(DATA, "large.json")) ? readJson(join(DATA, "large.json")) : {};
	return largeStore;
}

function unpackStreams(streams, large) {
	const unpacked = {};
	for (const [protocol, stored] of Object.entries(streams)) {
		if (typeof stored === "object") {
			unpacked[protocol] = new Uint8Array(gunzipSync(bytes(stored.gz ?? large[stored.sha256])));
		} else if (stored.startsWith("@")) {
			unpacked[protocol] = unpacked[stored.slice(1)].slice();
			if (protocol > 1) unpacked[protocol][1] = Number(protocol);
		} else {
			unpacked[protocol] = bytes(stored);
		}
	}
	return unpacked;
}

function unpackTexts(texts) {
	const unpacked = {};
	for (const [protocol, text] of Object.entries(texts)) {
		unpacked[protocol] = text?.startsWith("@") ? unpacked[text.slice(1)] : text;
	}
	return unpacked;
}

function bytes(base64) {
	return new Uint8Array(Buffer.from(base64, "base64"));
}

function readJson(path) {
	return JSON.parse(readFileSync(path, "utf8"));
}

/** Cases of a NaN that is not the usual one: some engines keep no NaN's bits. */
export const UNUSUAL_NANS = /^(float-nan|float-nan-payload|float-nan-negative|complex-nan)$/;

/** Whether this engine keeps a NaN's sign. JavaScriptCore (Bun, Safari) has one NaN for all. */
export const KEEPS_NANS = (() => {
	const view = new DataView(new ArrayBuffer(8));
	view.setUint32(0, 0xfff80000);
	view.setFloat64(0, view.getFloat64(0));
	return view.getUint32(0) === 0xfff80000;
})();
