import type { VersionNumber } from "../options.ts";
import { brandOf, isPlainObject, REPR } from "./brand.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { type Open, type Part, PlacedTexts, type PrintLayout, type Style, type Writing } from "./pprint-layout.ts";
import type { Entry, SafeRepr } from "./pprint-repr.ts";
import { wrapBytes, wrapText } from "./pprint-text.ts";
import { EntriesView, outlineCall } from "./repr-opaque.ts";
import { bytesRepr } from "./str-repr.ts";
import type { TextBuilder } from "./text-builder.ts";
import { tupleFrom } from "./tuple.ts";

/** Writes values, each container by a generator that stops for every part: depth is a matter of our own stack. */
export class Printer {
	readonly #out: TextBuilder;
	readonly #repr: SafeRepr;
	readonly #version: VersionNumber;
	readonly #style: Style;
	readonly #known: PlacedTexts;
	/** Lines broken, and parts that were found to fit and might not elsewhere. */
	#changes = 0;
	/** Values written in a way that is not `repr()`'s, or may not be. */
	#unlike = 0;

	constructor(out: TextBuilder, repr: SafeRepr, version: VersionNumber, style: Style) {
		this.#out = out;
		this.#repr = repr;
		this.#version = version;
		this.#style = style;
		this.#known = new PlacedTexts(repr.isWhole && !style.compact && style.indent <= 1);
	}

	print(root: unknown): void {
		const stack: Open[] = [];
		let part: Part | undefined = [root, { indent: 0, allowance: 0, level: 0 }];
		for (;;) {
			const [value, place]: Part = part;
			if (!this.#repeat(value, place)) {
				const [changes, unlike] = [this.#changes, this.#unlike];
				const writing = this.#start(value, place);
				if (writing !== undefined) {
					this.#repr.open(value);
					const { recursions } = this.#repr;
					stack.push({ node: value, writing, place, start: this.#out.length, recursions, changes, unlike });
				}
			}
			part = undefined;
			while (part === undefined) {
				const last = stack[stack.length - 1];
				if (last === undefined) return;
				const { done, value: next } = last.writing.next();
				if (done === true) {
					this.#repr.close(last.node);
					stack.pop();
					if (typeof last.node === "object" && last.node !== null && last.recursions === this.#repr.recursions) {
						const [isBroken, isRepr] = [last.changes !== this.#changes, last.unlike === this.#unlike];
						this.#known.note(last.node, last.place, last.start, isBroken, isRepr, this.#out);
					}
				} else {
					part = next;
				}
			}
		}
	}

	/** Writes a value that was written before in the same way. */
	#repeat(value: unknown, place: PrintLayout): boolean {
		if (typeof value !== "object" || value === null) return false;
		const known = this.#known.write(value, place, this.#out);
		if (known?.isBroken === true) this.#changes++;
		return known !== undefined;
	}
	/** Begins a new line. */
	#newline(indent: number, before = ""): string {
		this.#changes++;
		return `${before}\n${" ".repeat(indent)}`;
	}

	/** Writes a value that fits or cannot be broken; returns the generator of one that is broken into lines. */
	#start(value: unknown, place: PrintLayout): Writing | undefined {
		if (this.#repr.isOpen(value)) {
			this.#out.add(this.#repr.recursion(value));
			return undefined;
		}
		const rep = this.#repr.within(value, this.#style.width - place.indent - place.allowance, place.level);
		if (rep !== undefined) {
			if (typeof value === "string" || (typeof value === "object" && value !== null)) this.#changes++;
			this.#out.add(rep);
			return undefined;
		}
		const writing = this.#breakUp(value, { ...place, level: place.level + 1 });
		if (writing === undefined) this.#repr.write(value, place.level, this.#out);
		return writing;
	}

	/** The generator for a type that Python's `pprint` knows how to break. */
	#breakUp(value: unknown, place: PrintLayout): Writing | undefined {
		if (typeof value === "string") return this.#text(value, place);
		if (typeof value !== "object" || value === null) return undefined;
		const brand = brandOf(value);
		switch (brand) {
			case "collections.OrderedDict":
				return this.#orderedDict(value as Map<unknown, unknown>, place);
			case "collections.defaultdict":
				return this.#defaultDict(value as Map<unknown, unknown> & { defaultFactory?: unknown }, place);
			case "collections.Counter":
				return this.#counter(value as Map<unknown, unknown> & { mostCommon(): [unknown, unknown][] }, place);
			case "collections.ChainMap":
				return this.#chainMap((value as { maps: unknown[] }).maps, value, place);
			case "collections.deque":
				return this.#deque(value as Iterable<unknown> & { length: number; maxlen: unknown }, place);
			case "types.SimpleNamespace": {
				if (this.#version < 30900) return undefined;
				const { attributes } = value as { attributes: Map<string, unknown> };
				return this.#call(
					"namespace",
					Array.from(attributes, ([name, item]) => [`${name}=`, item] as const),
					place,
				);
			}
			case "frozendict":
				if (this.#version < 31500) return undefined;
				return this.#wrapped("frozendict({", value, this.#repr.entries(value as Map<unknown, unknown>), place);
		}
		if (value instanceof EntriesView) return this.#pairs(value.entries, place);
		// A class with a string of its own, such as a named tuple.
		if (typeof (value as { [REPR]?: unknown })[REPR] === "function") return undefined;
		const outline = outlineOf(value);
		if (outline !== undefined) return this.#outlined(value, outline, place);
		if (Array.isArray(value)) return brand === "tuple" ? this.#tuple(value, place) : this.#list(value, place);
		if (value instanceof Map) return this.#dict(value as Map<unknown, unknown>, place);
		if (value instanceof Set) return this.#set(value, brand === "frozenset", place);
		if (isPlainObject(value)) return this.#dict(value, place);
		if (brand === "bytearray") return this.#byteArray(value as Uint8Array, place);
		return value instanceof Uint8Array ? this.#bytes(value, place) : undefined;
	}

	*#list(items: readonly unknown[], place: PrintLayout): Writing {
		this.#out.add("[");
		yield* this.#items(items, { ...place, allowance: place.allowance + 1 });
		this.#out.add("]");
	}
	*#tuple(items: readonly unknown[], place: PrintLayout): Writing {
		const end = items.length === 1 ? ",)" : ")";
		this.#out.add("(");
		yield* this.#items(items, { ...place, allowance: place.allowance + end.length });
		this.#out.add(end);
	}
	*#set(value: Set<unknown>, frozen: boolean, place: PrintLayout): Writing {
		if (value.size === 0) {
			this.#whole(value, place);
			return;
		}
		const end = frozen ? "})" : "}";
		this.#out.add(frozen ? "frozenset({" : "{");
		const indent = place.indent + (frozen ? "frozenset(".length : 0);
		const items = this.#repr.sorted(value, (item) => item);
		yield* this.#items(items, { ...place, indent, allowance: place.allowance + end.length });
		this.#out.add(end);
	}
	*#dict(value: Map<unknown, unknown> | Record<string, unknown>, place: PrintLayout): Writing {
		yield* this.#pairs(this.#repr.entries(value), place);
	}
	*#pairs(entries: readonly Entry[], place: PrintLayout): Writing {
		this.#out.add("{");
		this.#pad();
		yield* this.#entries(entries, { ...place, allowance: place.allowance + 1 });
		this.#out.add("}");
	}
	*#orderedDict(value: Map<unknown, unknown>, place: PrintLayout): Writing {
		if (value.size === 0) {
			this.#whole(value, place);
			return;
		}
		const open = "OrderedDict(";
		this.#unlike++;
		this.#out.add(open);
		yield [
			Array.from(value, (entry) => tupleFrom(entry)),
			{ ...place, indent: place.indent + open.length, allowance: place.allowance + 1 },
		];
		this.#out.add(")");
	}
	*#defaultDict(value: Map<unknown, unknown> & { defaultFactory?: unknown }, place: PrintLayout): Writing {
		if (value.size === 0) {
			this.#whole(value, place);
			return;
		}
		const indent = place.indent + "defaultdict(".length;
		this.#out.add("defaultdict(");
		this.#repr.write(value.defaultFactory ?? null, place.level, this.#out);
		this.#out.add(this.#newline(indent, ","));
		yield* this.#dict(value, { ...place, indent, allowance: place.allowance + 1 });
		this.#out.add(")");
	}
	*#counter(value: Map<unknown, unknown> & { mostCommon(): [unknown, unknown][] }, place: PrintLayout): Writing {
		if (value.size === 0) this.#whole(value, place);
		else yield* this.#wrapped("Counter({", value, value.mostCommon(), place);
	}
	/** Entries between the braces of a call. */
	*#wrapped(open: string, value: object, entries: readonly Entry[], place: PrintLayout): Writing {
		if (entries.length === 0) {
			this.#whole(value, place);
			return;
		}
		this.#unlike++;
		this.#out.add(open);
		this.#pad();
		const indent = place.indent + open.length - 1;
		yield* this.#entries(entries, { ...place, indent, allowance: place.allowance + 2 });
		this.#out.add("})");
	}
	*#chainMap(maps: readonly unknown[], value: unknown, place: PrintLayout): Writing {
		if (maps.length === 0) {
			this.#whole(value, place);
			return;
		}
		this.#out.add("ChainMap(");
		const indent = place.indent + "ChainMap(".length;
		for (const [i, map] of maps.entries()) {
			const last = i === maps.length - 1;
			yield [map, { ...place, indent, allowance: last ? place.allowance + 1 : 1 }];
			this.#out.add(last ? ")" : this.#newline(indent, ","));
		}
	}
	*#deque(value: Iterable<unknown> & { length: number; maxlen: unknown }, place: PrintLayout): Writing {
		if (value.length === 0) {
			this.#whole(value, place);
			return;
		}
		const indent = place.indent + "deque(".length;
		const bounded = value.maxlen !== null;
		this.#out.add("deque([");
		yield* this.#items([...value], { ...place, indent, allowance: bounded ? 2 : place.allowance + 2 });
		this.#out.add(bounded ? `${this.#newline(indent, "],")}maxlen=${String(value.maxlen)})` : "])");
	}
	/** The instance of an unknown class, as Python breaks a dataclass: an attribute on each line. */
	*#outlined(value: object, outline: Outline, place: PrintLayout): Writing {
		const { name, parts } = outlineCall(outline, this.#version);
		if (name === undefined || parts.length === 0) this.#repr.write(value, place.level - 1, this.#out);
		else yield* this.#call(name, parts, place);
	}
	/** `name(label value, …)`, where most labels are a name and `=`. */
	*#call(name: string, parts: readonly (readonly [string, unknown])[], place: PrintLayout): Writing {
		const indent = place.indent + name.length + 1;
		this.#unlike++;
		this.#out.add(`${name}(`);
		for (const [i, [label, item]] of parts.entries()) {
			const last = i === parts.length - 1;
			this.#out.add(label);
			if (this.#repr.isOpen(item) && this.#version >= 31000) {
				this.#repr.recursion(item);
				this.#out.add("...");
			} else yield [item, { ...place, indent: indent + label.length, allowance: last ? place.allowance : 1 }];
			if (!last) this.#out.add(this.#newline(indent, ","));
		}
		this.#out.add(")");
	}

	*#entries(entries: readonly Entry[], place: PrintLayout): Writing {
		const indent = place.indent + this.#style.indent;
		for (const [i, [key, item]] of entries.entries()) {
			const last = i === entries.length - 1;
			const length = this.#repr.write(key, place.level, this.#out);
			this.#out.add(": ");
			yield [item, { ...place, indent: indent + length + 2, allowance: last ? place.allowance : 1 }];
			if (!last) this.#out.add(this.#newline(indent, ","));
		}
	}
	*#items(items: readonly unknown[], place: PrintLayout): Writing {
		const { compact, width } = this.#style;
		const indent = place.indent + this.#style.indent;
		this.#pad();
		// Made when it is needed: a million levels deep it is long.
		const newline = (): string => this.#newline(indent, ",");
		let delimiter: () => string = () => "";
		let widest = width - indent + 1;
		let room = widest;
		for (let i = 0; i < items.length; i++) {
			const last = i === items.length - 1;
			if (last) {
				widest -= place.allowance;
				room -= place.allowance;
			}
			if (compact) {
				const rep = this.#repr.within(items[i], Math.max(widest, room) - 2, place.level);
				const wanted = rep === undefined ? Number.POSITIVE_INFINITY : this.#repr.lengthOf(rep) + 2;
				if (room < wanted) {
					room = widest;
					if (i > 0) delimiter = newline;
				}
				if (room >= wanted) {
					room -= wanted;
					this.#out.add(delimiter() + (rep as string));
					delimiter = () => ", ";
					continue;
				}
			}
			this.#out.add(delimiter());
			delimiter = newline;
			yield [items[i], { ...place, indent, allowance: last ? place.allowance : 1 }];
		}
	}
	#pad(): void {
		if (this.#style.indent > 1) this.#out.add(" ".repeat(this.#style.indent - 1));
	}
	#whole(value: unknown, place: PrintLayout): void {
		this.#repr.write(value, place.level, this.#out);
	}

	// biome-ignore lint/correctness/useYield: it has no parts, and is still asked for them
	*#text(text: string, { indent, allowance, level }: PrintLayout): Writing {
		const inner = level === 1 ? 1 : 0;
		const pieces = wrapText(text, this.#style.width - indent - inner, allowance + inner, this.#version);
		this.#pieces(pieces, indent + inner, level === 1, text === "" ? "''" : undefined);
	}
	// biome-ignore lint/correctness/useYield: as above
	*#bytes(bytes: Uint8Array, { indent, allowance, level }: PrintLayout): Writing {
		if (bytes.length <= 4) {
			this.#out.add(bytesRepr(bytes));
			return;
		}
		const inner = level === 1 ? 1 : 0;
		if (inner === 1) this.#out.add("(");
		let between = "";
		for (const piece of wrapBytes(bytes, this.#style.width - indent - inner, allowance + inner)) {
			this.#out.add(between + piece);
			between = this.#newline(indent + inner);
		}
		if (inner === 1) this.#out.add(")");
	}
	*#byteArray(bytes: Uint8Array, { indent, allowance, level }: PrintLayout): Writing {
		this.#out.add("bytearray(");
		yield* this.#bytes(bytes, { indent: indent + "bytearray(".length, allowance: allowance + 1, level: level + 1 });
		this.#out.add(")");
	}
	/** Literals one below the other; a single one needs no parentheses. */
	#pieces(pieces: Iterable<string>, indent: number, parentheses: boolean, empty: string | undefined): void {
		let newline: string | undefined;
		let first: string | undefined = empty;
		let count = 0;
		for (const piece of pieces) {
			count++;
			if (count === 1) {
				first = piece;
				continue;
			}
			if (count === 2) this.#out.add(`${parentheses ? "(" : ""}${first}`);
			newline ??= this.#newline(indent);
			this.#out.add(newline + piece);
		}
		if (count < 2) this.#out.add(first ?? "");
		else if (parentheses) this.#out.add(")");
	}
}
