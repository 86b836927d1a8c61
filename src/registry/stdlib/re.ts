import { DEFAULT_VERSION, type VersionNumber } from "../../options.ts";
import { KEY, type KeyParts, PLAIN, REPR, TYPE } from "../../values/brand.ts";
import { jsonView } from "../../values/json-view.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { bytesRepr, strRepr } from "../../values/str-repr.ts";
import { intIn } from "../arguments.ts";
import type { TypeEntry } from "../registry.ts";
import { PyStdValue } from "./value.ts";

/** Names of the flags by bit. */
const FLAGS: readonly string[] = [
	"TEMPLATE",
	"IGNORECASE",
	"LOCALE",
	"MULTILINE",
	"DOTALL",
	"UNICODE",
	"VERBOSE",
	"DEBUG",
	"ASCII",
];
const UNICODE = 32;

/** How much of a pattern's text Python shows. */
const SHOWN = 200;

/**
 * A compiled pattern of Python's `re`: its text and flags. It is never compiled here, since Python's
 * syntax is another and a pattern from data may take for ever.
 *
 * @example
 * ```ts
 * import { PyPattern } from "brine/types";
 * new PyPattern("a+b", 2); // re.compile('a+b', re.IGNORECASE)
 * ```
 */
export class PyPattern extends PyStdValue {
	/** Text, or bytes for a pattern over bytes. */
	readonly pattern: string | Uint8Array;
	/**
	 * The flags as Python numbers them: 2 `IGNORECASE`, 4 `LOCALE`, 8 `MULTILINE`, 16 `DOTALL`, 32 `UNICODE`
	 * (set for text unless it is 256 `ASCII`), 64 `VERBOSE`.
	 */
	readonly flags: number;

	/**
	 * @param pattern in Python's syntax
	 * @param flags as Python numbers them. Default: none; `re.UNICODE` is added for text
	 */
	constructor(pattern: string | Uint8Array, flags = 0) {
		super();
		this.pattern = pattern;
		this.flags = typeof pattern === "string" && (flags & 256) === 0 ? flags | UNICODE : flags;
	}
	get [TYPE](): "re.Pattern" {
		return "re.Pattern";
	}
	[KEY](): KeyParts {
		return { tag: "re.Pattern", parts: [this.flags, this.pattern] };
	}
	override [REPR](version: VersionNumber = DEFAULT_VERSION): ReprParts {
		const { pattern, flags } = this;
		const isText = typeof pattern === "string";
		const text = isText ? strRepr(pattern, version) : bytesRepr(pattern);
		let rest = isText && (flags & 260) === 0 ? flags & ~UNICODE : flags;
		const names: string[] = [];
		for (const [bit, name] of FLAGS.entries()) {
			// 3.13 has no name for the first any more.
			if ((rest & (1 << bit)) === 0 || (bit === 0 && version >= 31300)) continue;
			names.push(`re.${name}`);
			rest &= ~(1 << bit);
		}
		if (rest !== 0) names.push(`0x${rest.toString(16)}`);
		const shown = text.length <= SHOWN ? text : [...text].slice(0, SHOWN).join("");
		return { parts: [`re.compile(${shown}${names.length === 0 ? "" : `, ${names.join("|")}`})`] };
	}
	[PLAIN](): { pattern: string | Uint8Array; flags: number } {
		return { pattern: this.pattern, flags: this.flags };
	}
	/** `{ pattern, flags }`; a pattern of bytes is a list of numbers. */
	toJSON(): unknown {
		return jsonView(this);
	}
}

/** `(pattern, flags)`; Python 2 leaves `re.UNICODE` out, and Python 3 adds it when it reads. */
export const patternType: TypeEntry<PyPattern> = {
	names: ["re:_compile"],
	type: PyPattern,
	load: (args) => {
		const [pattern] = args;
		const flags = intIn(args[1], 0, 0xffff);
		if (args.length !== 2 || flags === undefined) return undefined;
		return typeof pattern === "string" || pattern instanceof Uint8Array ? new PyPattern(pattern, flags) : undefined;
	},
	reduce: ({ pattern, flags }) => ({ callable: "re:_compile", args: [pattern, flags] }),
};
