/** Columns of strings as objects, which are made when somebody asks for them. */
import { shapeOf } from "../numpy/arguments.ts";
import { setArray } from "../numpy/array-type.ts";
import { DType } from "../numpy/dtype.ts";
import { sizeOf } from "../numpy/layout.ts";
import { FILL, NDArray } from "../numpy/ndarray.ts";
import { LATE, type LateData } from "../numpy/storage.ts";
import type { LateItems } from "../pickle/load/fast/late-items.ts";
import { BATCHES, type PendingList, TAKE_BATCHES } from "../pickle/load/fast/pending.ts";
import { areTexts, TextBatches } from "../pickle/load/fast/text-batches.ts";
import type { Loader } from "../pickle/load/loader.ts";
import type { AnyTypeEntry } from "../registry/registry.ts";

class LateObjects implements LateData {
	readonly #items: LateItems;
	constructor(items: LateItems) {
		this.#items = items;
	}
	get length(): number {
		return this.#items.length;
	}
	at(place: number): unknown {
		return this.#items.at(place);
	}
	get [LATE](): PropertyDescriptorMap {
		const items = this.#items;
		const about = { configurable: true, enumerable: true };
		return {
			[LATE]: { configurable: true, value: this },
			data: {
				...about,
				get(): unknown[] {
					// The same list each time, also for another array of the same objects.
					const value = items.toArray();
					Object.defineProperties(this, { data: { ...about, value, writable: true }, [LATE]: { value: undefined } });
					return value;
				},
			},
		};
	}
}

/** The values of a state of an array before its list: version, shape, dtype and order. */
const BEFORE = 4;

function takeBatches(m: Loader, list: PendingList, part: readonly unknown[]): TextBatches | undefined {
	const { marks, stack } = m;
	const from = list.at - BEFORE;
	if (marks[marks.length - 2] !== from || !areTexts(part)) return undefined;
	const [array, version, shapeGiven, dtype, isFortran] = stack.slice(from - 1, list.at);
	const shape = shapeOf(shapeGiven);
	if (!(array instanceof NDArray) || version !== 1 || shape === undefined || !(dtype instanceof DType))
		return undefined;
	// Lists are in C order, whatever the flag says.
	// Who reads arrays in a way of their own gets the list.
	if (m.entryOf(array)?.setState !== setArray) return undefined;
	if (dtype.kind !== "O" || dtype.fields !== null || !(isFortran === false || isFortran === 0)) return undefined;
	return new TextBatches(m, list, {
		before: BEFORE,
		fits: (count) => sizeOf(shape) === count,
		take: (items) => {
			const data = new LateObjects(items) as unknown as unknown[];
			NDArray[FILL](array, new NDArray({ dtype, shape, data, pyClass: array.pyClass }));
			array.isCopied = m.protocol >= 5;
		},
	});
}

/** The entry by which long lists of strings are left as they are in the pickle. */
export const lateObjects: AnyTypeEntry = /* @__PURE__ */ {
	names: [BATCHES],
	// Never called: by this the registry has it by its name.
	loadCall: () => undefined,
	[TAKE_BATCHES]: takeBatches,
} as AnyTypeEntry;
