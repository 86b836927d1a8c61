/**
 * The dicts of ChainMaps that are in one another. A list of maps is looked at once for each graph: a thousand ChainMaps, each
 * over the one before it, are no more than a thousand lists.
 */
import { isPlainObject } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { INTERNER, KeyInterner, SHARE } from "../../values/key-interner.ts";
import { countAgain, MOST_SHOWN } from "../../values/shared-parts.ts";
import { entriesOf } from "../arguments.ts";

/** Where a graph has what it knows of its ChainMaps. */
const CHAINS = /* @__PURE__ */ Symbol("chains");

/** A list of maps, as a ChainMap has it. */
type Maps = readonly unknown[];

/** The maps of a ChainMap; undefined for any other value. */
type MapsOf = (value: unknown) => Maps | undefined;

/** The knowledge that one graph has of the ChainMaps in it. */
export class ChainLayers {
	readonly #mapsOf: MapsOf;
	/** Parts that were met before and are taken again count here; see `shared-parts.ts`. */
	readonly #known: Map<unknown, unknown>;
	readonly #most: number;
	/** Whether lists of maps have nothing but dicts in them. */
	readonly #dictsOnly = new Map<Maps, boolean>();
	readonly #layers = new Map<Maps, readonly object[]>();
	readonly #merged = new Map<Maps, PyDict>();
	/** Lists that were opened, and layers that were merged. */
	readonly #opened = new Set<Maps>();
	readonly #copied = new Set<object>();
	readonly #sizes = new Map<object, number>();
	/** That of all dicts that are made. */
	readonly #keys = new KeyInterner();

	private constructor(mapsOf: MapsOf, known: Map<unknown, unknown>, most: number) {
		this.#mapsOf = mapsOf;
		this.#known = known;
		this.#most = most;
	}
	/** That of a graph; a new one where nobody walks a graph. */
	static of(mapsOf: MapsOf, known: Map<unknown, unknown> = new Map(), most = MOST_SHOWN): ChainLayers {
		const found = known.get(CHAINS) as ChainLayers | undefined;
		if (found !== undefined) return found;
		const made = new ChainLayers(mapsOf, known, most);
		known.set(CHAINS, made);
		return made;
	}
	/** Whether all that is in these maps, and in those of ChainMaps among them, is dicts. */
	isDictsOnly(maps: Maps): boolean {
		if (!this.#dictsOnly.has(maps)) this.#classify(maps);
		return this.#dictsOnly.get(maps) === true;
	}
	#classify(root: Maps): void {
		// Lists lead to lists, also in circles: all are visited first, then what is not a dict is told to all that lead to it.
		const leadTo = new Map<Maps, Maps[]>([[root, []]]);
		const todo = [root];
		const others: Maps[] = [];
		for (let maps = todo.pop(); maps !== undefined; maps = todo.pop()) {
			for (const map of maps) {
				const inner = this.#mapsOf(map);
				const verdict = inner === undefined ? map instanceof Map || isPlainObject(map) : this.#dictsOnly.get(inner);
				if (verdict === false) others.push(maps);
				if (verdict !== undefined || inner === undefined) continue;
				const leading = leadTo.get(inner);
				leading?.push(maps);
				if (leading !== undefined) continue;
				leadTo.set(inner, [maps]);
				todo.push(inner);
			}
		}
		for (let maps = others.pop(); maps !== undefined; maps = others.pop()) {
			if (this.#dictsOnly.get(maps) === false) continue;
			this.#dictsOnly.set(maps, false);
			for (const leading of leadTo.get(maps) ?? []) others.push(leading);
		}
		for (const maps of leadTo.keys()) if (!this.#dictsOnly.has(maps)) this.#dictsOnly.set(maps, true);
	}
	/**
	 * The dicts that maps show as one, the one that wins first, without those that are empty; of a ChainMap that was asked
	 * before the one that it shows. A ChainMap in itself is opened once.
	 *
	 * @throws LimitError (`text`) when too much is opened again
	 */
	of(maps: Maps): readonly object[] {
		const known = this.#layers.get(maps);
		if (known !== undefined) return known;
		const layers: object[] = [];
		const seen = new Set<Maps>([maps]);
		const todo: unknown[] = [];
		const open = (inner: Maps): void => {
			if (this.#opened.has(inner)) countAgain(this.#known, this.#most, inner.length);
			this.#opened.add(inner);
			for (let i = inner.length - 1; i >= 0; i--) todo.push(inner[i]);
		};
		open(maps);
		while (todo.length > 0) {
			const map = todo.pop();
			const inner = this.#mapsOf(map);
			if (inner === undefined) {
				if (this.#sizeOf(map) > 0) layers.push(map as object);
			} else if (this.#layers.has(inner)) {
				const shown = this.shown(inner);
				if (this.#sizeOf(shown) > 0) layers.push(shown);
			} else if (!seen.has(inner)) {
				seen.add(inner);
				open(inner);
			}
		}
		const made = endsOf(layers);
		this.#layers.set(maps, made);
		return made;
	}
	#sizeOf(map: unknown): number {
		if (map instanceof Map) return map.size;
		if (!isPlainObject(map)) return 0;
		// To count the keys of an object takes a pass over them.
		const known = this.#sizes.get(map) ?? Object.keys(map).length;
		this.#sizes.set(map, known);
		return known;
	}
	/**
	 * The dict that maps show: the only one with something in it, else one that is made of all.
	 *
	 * @throws LimitError (`text`) when too much is copied again
	 */
	shown(maps: Maps): object {
		const layers = this.of(maps);
		if (layers.length === 1) return layers[0] as object;
		const known = this.#merged.get(maps);
		if (known !== undefined) return known;
		for (const layer of layers) {
			if (this.#copied.has(layer)) countAgain(this.#known, this.#most, this.#sizeOf(layer));
			this.#copied.add(layer);
		}
		const made = merged(layers, this.#keys);
		// Its entries were copied here, so that who copies it does so again.
		this.#copied.add(made);
		this.#merged.set(maps, made);
		return made;
	}
}

/** One dict of many, of which the first wins; keys are in the order of the last, as Python has them. */
export function merged(layers: readonly object[], keys: KeyInterner = keysOf(layers)): PyDict {
	const made = new PyDict()[SHARE](keys);
	for (let i = layers.length - 1; i >= 0; i--) {
		for (const [key, value] of entriesOf(layers[i]) ?? []) made.set(key, value);
	}
	return made;
}
/** That of the layers, which may have told that their keys are held as they are. */
function keysOf(layers: readonly object[]): KeyInterner {
	for (const layer of layers) {
		const { [INTERNER]: keys } = layer as { readonly [INTERNER]?: KeyInterner };
		if (keys !== undefined) return keys;
	}
	return new KeyInterner();
}

/** The first and the last of each: the first has the value that is seen, the last the place of the key. */
function endsOf(layers: readonly object[]): readonly object[] {
	const last = new Map<object, number>();
	for (const [i, layer] of layers.entries()) last.set(layer, i);
	if (last.size === layers.length) return layers;
	const seen = new Set<object>();
	const ends = layers.filter((layer, i) => {
		const isEnd = !seen.has(layer) || last.get(layer) === i;
		seen.add(layer);
		return isEnd;
	});
	return last.size === 1 ? ends.slice(0, 1) : ends;
}
