import { COSTS } from "./machine.ts";
import { MemoOps } from "./memo-ops.ts";
import { Arena, Container, type ContainerKind, Import, KEPT, Thing, Unknown, type Value, WATCHED } from "./values.ts";

/** The opcodes that make containers and fill them. */
export abstract class ContainerOps extends MemoOps {
	readonly #arena = new Arena();
	protected container(kind: ContainerKind): Container {
		this.charge(COSTS.container);
		return new Container(this.at, kind);
	}
	protected slice(kind: ContainerKind): void {
		const from = this.popMark();
		const made = this.container(kind);
		this.take(made, from, this.sp);
		this.sp = from;
		this.push(made);
	}
	/** Puts values of the stack into a container. */
	protected take(into: Container, from: number, to: number): void {
		if (into.count < KEPT) this.charge(8 * Math.min(KEPT, to - from));
		if (into.kind === "dict") this.#keys(into, from, to);
		else if (this.strict && (into.kind === "set" || into.kind === "frozenset"))
			for (let i = from; i < to; i++) this.#hashable(this.stack[i] as Value);
		into.take(this.stack, from, to, this.#arena);
		if (into.kind === "tuple" || into.plain) return;
		for (let i = from; i < to; i++) {
			const item = this.stack[i] as Value;
			if (typeof item !== "number") this.refer(item);
		}
	}
	/** Tells of imports that are kept as values: in a container, in a tuple in it, or by themselves. */
	protected refer(value: Value): void {
		if (value instanceof Import) {
			if (value.referenced) return;
			value.referenced = true;
			this.listener.reference(value, this);
			return;
		}
		if (!(value instanceof Container) || value.kind !== "tuple" || value.plain || value.rare.told) return;
		// Tuples hold tuples; each is told of once.
		const open = [value];
		for (let tuple = open.pop(); tuple !== undefined; tuple = open.pop()) {
			if (tuple.rare.told) continue;
			tuple.rarely.told = true;
			for (const items of [tuple.items, tuple.rare.more ?? []]) {
				for (const item of items) {
					if (item instanceof Container) {
						if (item.kind === "tuple" && !item.plain) open.push(item);
					} else if (item instanceof Import) this.refer(item);
				}
			}
		}
	}
	/** Looks at the keys of what a dict or an object is given. */
	#keys(into: Container, from: number, to: number): void {
		const { bytes, stack } = this;
		if ((to - from) % 2 === 1) this.broken("odd number of items for SETITEMS");
		for (let i = from; i < to; i += 2) {
			const key = stack[i] as Value;
			if (this.strict) this.#hashable(key);
			if (typeof key !== "number") {
				if (!(key instanceof Container)) into.rarely.computed = true;
				continue;
			}
			const code = bytes[key] as number;
			// Two underscores where the text of SHORT_BINUNICODE, SHORT_BINBYTES, SHORT_BINSTRING and of the longer ones starts.
			// Most keys are short texts that begin with another letter, which is all that has to be known of them.
			if (code === 0x8c && !this.strict) {
				const first = bytes[key + 2];
				if (first !== 0x5f && first !== 0x72) continue;
			}
			const start =
				code === 0x8c || code === 0x43 || code === 0x55
					? key + 2
					: code === 0x58 || code === 0x42 || code === 0x54
						? key + 5
						: code === 0x8d || code === 0x8e || code === 0x96
							? key + 9
							: 0;
			if (start > 0) {
				const first = bytes[start];
				// A watched name starts with one of two letters and is of two lengths.
				const length = start === key + 2 ? bytes[key + 1] : start === key + 5 ? bytes[key + 1] : 18;
				const mayWatch = (first === 0x5f || first === 0x72) && (length === 18 || length === 19);
				if (!mayWatch && (first !== 0x5f || bytes[start + 1] !== 0x5f)) continue;
			} else if (code !== 0x53 && code !== 0x56) continue;
			const text = this.constants.textOf(key, 256);
			if (text !== undefined && WATCHED.has(text)) {
				const { rarely } = into;
				rarely.watched ??= new Map();
				rarely.watched.set(text, stack[i + 1] ?? key);
			}
			if (text?.startsWith("__") !== true) continue;
			const { rarely } = into;
			rarely.dunders ??= [];
			if (rarely.dunders.length < 256) {
				this.charge(COSTS.name);
				rarely.dunders.push(text);
			} else rarely.computed = true;
		}
	}
	/** In strict mode, an error for a key that Python cannot hash. */
	#hashable(key: Value): void {
		const seen: Value[] = [key];
		for (let steps = 0; seen.length > 0 && steps < 64; steps++) {
			const value = seen.pop() as Value;
			if (value instanceof Container) {
				if (value.kind === "tuple") seen.push(...value.items);
				else if (value.kind !== "frozenset") this.broken(`unhashable type: '${value.kind}'`);
			} else if (typeof value === "number" && this.bytes[value] === 0x96) this.broken("unhashable type: 'bytearray'");
		}
	}
	protected shortTuple(size: number): void {
		const made = this.container("tuple");
		const from = this.below(size);
		this.take(made, from, this.sp);
		this.sp = from;
		this.push(made);
	}
	/** Where the last `count` values start. */
	protected below(count: number): number {
		const { marks } = this;
		const from = this.sp - count;
		if (from < 0) {
			this.tookMark ||= marks.length > 0;
			this.halt(marks.length > 0 ? "unexpected MARK found" : "unpickling stack underflow");
			return 0;
		}
		if (this.markValues) while (marks.length > 0 && (marks[marks.length - 1] as number) >= from) marks.pop();
		else if (marks.length > 0 && (marks[marks.length - 1] as number) > from) this.takes();
		return from;
	}

	/** Returns what is below the values from `from` on those values. */
	protected fill(kind: "append" | "add" | "setItem", from: number): void {
		const { marks, sp } = this;
		if (from === 0) {
			this.tookMark = true;
			if (this.markValues) this.#fillLast(kind);
			else {
				this.sp = 0;
				this.halt("unpickling stack underflow");
				this.push(new Unknown(this.at));
			}
			return;
		}
		if (!this.markValues && marks.length > 0 && (marks[marks.length - 1] as number) >= from) this.takes();
		const target = this.stack[from - 1] as Value;
		if (from === sp && typeof target === "number") {
			// C has nothing to do and does not look at what takes the items; pickle.py does.
			this.differs("the object takes no items", false);
			return;
		}
		const into = this.#itemsOf(target, kind);
		this.take(into, from, sp);
		this.sp = from;
		if (into === target) {
			if (into.given) this.listener.stateFilled?.(into, this);
		} else if (target instanceof Thing && !(target instanceof Container)) this.listener.fill(target, kind, into, this);
	}
	/** Fills the last value with the items above a mark at the bottom, as the index -1 means to `pickle.py` of Python 2. */
	#fillLast(kind: "append" | "add" | "setItem"): void {
		const target = this.sp === 0 ? undefined : (this.stack[this.sp - 1] as Value);
		if (target === undefined) {
			// No items are no work for a dict; a list is asked for its method first.
			if (kind !== "setItem") this.halt("the mark takes no items");
			return;
		}
		const into = this.#itemsOf(target, kind);
		this.take(into, 0, this.sp);
		this.sp = 0;
		if (into === target) {
			if (into.given) this.listener.stateFilled?.(into, this);
		} else if (target instanceof Thing && !(target instanceof Container)) this.listener.fill(target, kind, into, this);
	}
	/** Where items go: into a container of the pickle that takes them, else into one that is only looked at. */
	#itemsOf(target: Value, kind: "append" | "add" | "setItem"): Container {
		const wanted = kind === "append" ? "list" : kind === "add" ? "set" : "dict";
		if (target instanceof Container) {
			if (target.kind === wanted) return target;
			this.broken(`a ${target.kind} takes no items by this opcode`);
			// A list takes an item by its number, and `__setitem__` of nothing else here does anything.
			if (target.kind === "list") return target;
		} else if (typeof target === "number") {
			// A bytearray has items and the methods of a list.
			if (this.constants.kindOf(target) === "bytearray" && kind !== "add")
				this.broken("a bytearray takes no items by this opcode");
			else this.halt("the object takes no items");
		}
		return this.container(wanted);
	}
}
