import { RecursionError } from "../../errors.ts";
import { brandOf } from "../../values/brand.ts";
import { isFloat } from "../../values/guards.ts";
import { repr } from "../../values/repr.ts";
import { PyTuple, tupleFrom } from "../../values/tuple.ts";

/** The parts of a `PyException` that its text is made of. */
interface ExceptionParts {
	readonly name: string;
	readonly init: PyTuple;
	readonly args: readonly unknown[];
	readonly isOSError: boolean;
	readonly errno: unknown;
	readonly filename: unknown;
	readonly filename2: unknown;
}

/** Exceptions in exceptions of which the innermost has the text; near so many Python's recursion ends. */
const MOST_LEVELS = 1000;

/** Python's `str()` of an exception. */
export function exceptionText(error: ExceptionParts): string {
	let inner = error;
	for (let level = 0; level < MOST_LEVELS; level++) {
		const own = ownText(inner);
		if (own !== undefined) return own;
		const [first] = inner.args;
		if (brandOf(first) === undefined || !isException(first)) return textOf(first);
		inner = first;
	}
	throw new RecursionError("maximum recursion depth exceeded while getting the str of an object", { code: "depth" });
}

/** The text of an exception, unless it is that of its one argument. */
function ownText(error: ExceptionParts): string | undefined {
	const { args, init, name } = error;
	const special = SPECIAL.get(name)?.(init) ?? (error.isOSError ? osText(error) : undefined);
	if (special !== undefined) return special;
	if (args.length === 0) return "";
	if (args.length > 1) return repr(tupleFrom(args));
	return name === "KeyError" ? repr(args[0]) : undefined;
}

function isException(value: unknown): value is ExceptionParts {
	return typeof value === "object" && value !== null && "isOSError" in value && "init" in value;
}

/** Python's `str()` of an argument: its own text where it has one. */
function textOf(value: unknown): string {
	if (typeof value === "string") return value;
	const own = typeof value === "object" && value !== null && !Array.isArray(value) && !isFloat(value);
	return own && value.toString !== Object.prototype.toString && "toJSON" in value ? String(value) : repr(value);
}

function osText({ errno, filename, filename2, init }: ExceptionParts): string | undefined {
	if (errno === undefined) return undefined;
	const files =
		filename === undefined ? "" : `: ${repr(filename)}${filename2 === undefined ? "" : ` -> ${repr(filename2)}`}`;
	return `[Errno ${textOf(errno)}] ${textOf(init[1])}${files}`;
}

/** The texts of classes that have one of their own. */
const SPECIAL: ReadonlyMap<string, (init: PyTuple) => string | undefined> = /* @__PURE__ */ new Map<
	string,
	(init: PyTuple) => string | undefined
>([
	["UnicodeDecodeError", decodeText],
	[
		"UnicodeEncodeError",
		([codec, text, start, end, reason]) =>
			`'${String(codec)}' codec can't encode ${characters(text, start, end)}: ${String(reason)}`,
	],
	[
		"UnicodeTranslateError",
		([text, start, end, reason]) => `can't translate ${characters(text, start, end)}: ${String(reason)}`,
	],
	["JSONDecodeError", jsonPosition],
	["SyntaxError", syntaxText],
	["IndentationError", syntaxText],
	["TabError", syntaxText],
	["ExceptionGroup", groupText],
	["BaseExceptionGroup", groupText],
]);

function decodeText([codec, data, start, end, reason]: PyTuple): string {
	const [at, stop] = [Number(start), Number(end)];
	const byte = (data as Uint8Array)[at];
	const what =
		stop !== at + 1 || byte === undefined
			? `bytes in position ${at}-${stop - 1}`
			: `byte 0x${byte.toString(16).padStart(2, "0")} in position ${at}`;
	return `'${String(codec)}' codec can't decode ${what}: ${String(reason)}`;
}

function characters(text: unknown, start: unknown, end: unknown): string {
	const [at, stop] = [Number(start), Number(end)];
	const point = [...(text as string)][at]?.codePointAt(0);
	if (stop !== at + 1 || point === undefined) return `characters in position ${at}-${stop - 1}`;
	const [letter, width] = point > 0xffff ? ["U", 8] : point > 0xff ? ["u", 4] : ["x", 2];
	return `character '\\${letter}${point.toString(16).padStart(width, "0")}' in position ${at}`;
}

function syntaxText([message, place]: PyTuple): string {
	const text = textOf(message ?? null);
	if (!(place instanceof PyTuple)) return text;
	const [file, line] = place as readonly unknown[];
	const short = typeof file === "string" ? file.slice(file.lastIndexOf("/") + 1) : "";
	const isLine = typeof line === "bigint" || Number.isSafeInteger(line);
	const where = [short, isLine ? `line ${String(line)}` : ""].filter((text) => text !== "").join(", ");
	return where === "" ? text : `${text} (${where})`;
}

function groupText([message, held]: PyTuple): string {
	const { length } = held as readonly unknown[];
	return `${String(message)} (${length} sub-exception${length === 1 ? "" : "s"})`;
}

/** The message of a `JSONDecodeError`, from its message, text and position in code points. */
export function jsonPosition([message, doc, pos]: PyTuple): string {
	const before = [...(doc as string)].slice(0, Number(pos));
	const line = before.filter((character) => character === "\n").length + 1;
	return `${String(message)}: line ${line} column ${before.length - before.lastIndexOf("\n")} (char ${Number(pos)})`;
}
