/** Random and broken JSON: texts put together of all that the grammar has, and mutations of them. */
import { json, PyError, repr } from "../../dist/index.js";
import { chunksOf, slowly } from "./random.mjs";

const STRINGS = [
	'""',
	'"a"',
	'"key"',
	'"\\u00e9"',
	'"é日本"',
	'"\\ud83d\\ude00"',
	'"\\ud800"',
	'"\\n\\t\\\\"',
	'"__proto__"',
	'"0"',
	`"${"x".repeat(200)}"`,
];
const NUMBERS = [
	"0",
	"-0",
	"1",
	"-1",
	"1.0",
	"0.1",
	"-0.0",
	"1e5",
	"1E-7",
	"9007199254740993",
	"-9223372036854775809",
	"1e400",
	"NaN",
	"Infinity",
	"-Infinity",
	"123456789012345678901234567890",
	"0.30000000000000004",
];
const SPACES = ["", "", "", " ", "\n", "\t ", "\r\n"];

export function text(random, depth = 0) {
	const space = () => random.pick(SPACES);
	const several = (make) => Array.from({ length: random.pick([0, 1, 2, 3, 6]) }, make).join(`${space()},${space()}`);
	switch (random.below(depth > 5 ? 4 : 7)) {
		case 0:
			return random.pick(["null", "true", "false"]);
		case 1:
			return random.pick(STRINGS);
		case 2:
		case 3:
			return random.pick(NUMBERS);
		case 4:
			return `[${space()}${several(() => text(random, depth + 1))}${space()}]`;
		default:
			return `{${space()}${several(() => `${random.pick(STRINGS)}${space()}:${space()}${text(random, depth + 1)}`)}${space()}}`;
	}
}

const PIECES = [
	'"',
	"\\",
	"\\u",
	"\\ud8",
	"[",
	"]",
	"{",
	"}",
	",",
	":",
	"-",
	".",
	"e",
	"0",
	"nul",
	"NaN",
	"\0",
	"\u00a0",
	"\ud800",
	"\ufeff",
	"//",
	"'",
	"1_0",
];
function mutated(given, random) {
	let out = given;
	for (let changes = 1 + random.below(3); changes > 0; changes--) {
		const at = random.below(out.length + 1);
		switch (random.below(4)) {
			case 0:
				out = out.slice(0, at) + random.pick(PIECES) + out.slice(at);
				break;
			case 1:
				out = out.slice(0, at) + out.slice(at + 1 + random.below(3));
				break;
			case 2:
				out = out.slice(0, at);
				break;
			default:
				out = out.slice(0, at) + random.pick(PIECES) + out.slice(at + 1);
		}
	}
	return out;
}

function refused(error) {
	if (!(error instanceof PyError)) throw error;
	return `${error.name}: ${error.message}`;
}
function verdict(work) {
	try {
		return repr(work());
	} catch (error) {
		return refused(error);
	}
}

/** One case; throws when something does not hold. */
export async function check(random) {
	const given = random.chance(50) ? mutated(text(random), random) : text(random);
	const options = random.pick([
		{},
		{ mode: "exact" },
		{ mode: "exact", objectPairsHook: (pairs) => pairs },
		{ strict: false },
	]);
	const whole = verdict(() => json.loads(given, options));
	const same = (name, other, expected = whole) => {
		if (other !== expected)
			throw new Error(
				`${name}: ${other}\n  instead of: ${expected}\n  text: ${JSON.stringify(given)}\n  ${JSON.stringify(options)}`,
			);
	};
	// A lone surrogate cannot be sent as bytes.
	if (given.isWellFormed?.() ?? !/[\ud800-\udfff]/.test(given)) {
		const bytes = new TextEncoder().encode(given);
		const asBytes = verdict(() => json.loads(bytes, options));
		// A mark, or a NUL among the first characters, says of bytes which encoding they are in.
		if (!/^\ufeff|^.{0,3}\0/s.test(given)) same("as bytes", asBytes);
		let inChunks;
		try {
			inChunks = repr(await json.load(slowly(chunksOf(bytes, random)), options));
		} catch (error) {
			inChunks = refused(error);
		}
		same("in chunks", inChunks, asBytes);
	}
	if (options.mode !== "exact" || options.objectPairsHook !== undefined) return;
	let value;
	try {
		value = json.loads(given, options);
	} catch {
		return;
	}
	const styles = [{}, { ensureAscii: false }, { indent: 2 }, { separators: [",", ":"] }, { sortKeys: true }];
	const style = random.pick(styles);
	const written = json.dumps(value, style);
	const again = json.dumps(json.loads(written, options), style);
	same("written twice", again, written);
}
