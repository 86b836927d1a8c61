/** The forms that `toPlain()` has for dicts and for cycles. */
import { PyTypeError } from "../errors.ts";
import { circular, type Leaf, PlainFrame, pairsFrame } from "./plain-graph.ts";
import { typeName } from "./type-name.ts";

/**
 * The form of a dict that has a key that is not a `str`; the words are those of `PlainOptions`.
 *
 * @param keyText the text of such a key, for `"text"`
 * @throws PyTypeError (`json-key`) where that is asked for
 */
export function dictAs(
	dict: Map<unknown, unknown>,
	keys: "pairs" | "map" | "text" | "error",
	keyText: (key: unknown) => string,
): PlainFrame {
	if (keys === "text") {
		const names = Array.from(dict.keys(), (key) => (typeof key === "string" ? key : keyText(key)));
		return new PlainFrame("object", [...dict.values()], names);
	}
	if (keys !== "error") return pairsFrame(dict, keys);
	const other = [...dict.keys()].find((key) => typeof key !== "string");
	throw new PyTypeError(`keys must be str, not ${typeName(other)}`, { code: "json-key" });
}

/**
 * The form of a container inside of itself; the words are those of `PlainOptions`.
 *
 * @param made takes account of a string that is made of nothing in the graph
 * @throws ValueError (`circular`) where that is asked for
 */
export function cycleAs(
	around: PlainFrame,
	stack: readonly PlainFrame[],
	cycles: "keep" | "ref" | "error",
	made: (text: string) => string,
): Leaf {
	if (cycles === "keep") return { plain: around.plain, size: 0, depth: 0 };
	if (cycles === "error") throw circular();
	const path = pointer(stack, around);
	return { plain: { $ref: made(path) }, size: path.length + 9, depth: 1 };
}

/** Where a container is, as a JSON pointer from the root. */
function pointer(stack: readonly PlainFrame[], to: PlainFrame): string {
	let path = "#";
	for (let i = 1; stack[i] !== to; i++) {
		path += `/${placeIn(stack[i] as PlainFrame)
			.replaceAll("~", "~0")
			.replaceAll("/", "~1")}`;
	}
	return path;
}

/** The key or index of the next part. */
function placeIn({ kind, keys, at }: PlainFrame): string {
	if (kind === "object") return keys[at] as string;
	return kind === "list" ? String(at) : `${at >> 1}/${at % 2}`;
}
