/** Hints for bytes that are of another kind than was expected. Every reader of pickles has this on board: few words. */
import type { Kind } from "./kind.ts";

const ADVICE: Readonly<Partial<Record<Kind, string>>> = {
	"7z": ", which nothing here opens: unpack it first",
	rar: ", which nothing here opens: unpack it first",
	npy: ": use loadNpy of brine/numpy",
	zip: ", as .npz of numpy and .pt of torch are: open its members",
	joblib: ": use loadJoblib of brine/joblib",
	json: ": use json.load or json.loads",
	html: ", perhaps an error page in place of the file",
	"git-lfs": " pointer in place of the file: git lfs pull fetches it",
	base64: ': decode it first, with Buffer.from(text, "base64") or base64 -d',
	hex: ': decode it first, with Buffer.from(text, "hex") or xxd -r -p',
	"bytes-repr": ", Python's b'...' as text: write the bytes themselves",
	replaced: ", text in which U+FFFD took the place of bytes, which are lost: read the source as bytes",
	"latin-1": ' bytes written as UTF-8: undo it with Buffer.from(text, "latin1")',
	numbers: ", a Uint8Array that became text: write it as a Buffer (dumpsBuffer of brine/node)",
	"utf-16": " text, as > of PowerShell writes: let the program write the file itself",
};
const UNPACK = ": unpack first, or use loadFile of brine/node or the command, which unpack";
const MAYBE: ReadonlySet<Kind> = /* @__PURE__ */ new Set<Kind>(["pickle", "unknown", "empty", "torch"]);

/**
 * Says what bytes are that were expected to be a pickle.
 *
 * @param kind what `kindOf` returned
 * @returns a sentence, or undefined for kinds that may be a pickle
 */
export function hintOfKind(kind: Kind): string | undefined {
	if (MAYBE.has(kind)) return undefined;
	return `this looks like ${kind}${ADVICE[kind] ?? (/^(gz|zl|bz|xz|zs|lz)/.test(kind) ? UNPACK : "")}`;
}
