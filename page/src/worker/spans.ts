/** Which bytes make which value: the machine of a pickle with numbers for values, so that it costs a few bytes for each. */
import { Constants } from "../../../src/pickletools/trace/constants.ts";
import {
	findOperand,
	newSpan,
	type OperandSize,
	readUint,
	SIZES,
} from "../../../src/pickletools/trace/operand-sizes.ts";

/** The role of a part in the whole. */
const ITEM = 0;
const KEY = 1;
const VALUE = 2;
const STATE = 3;
const ARGUMENTS = 4;

/** A step into a value: the nth item, the nth entry, an attribute by name. */
export type Step = `i${number}` | `e${number}` | `a${string}`;

const NONE = 0xffffffff;

class Numbers {
	array = new Uint32Array(1 << 10);
	length = 0;
	push(value: number): number {
		if (this.length === this.array.length) {
			const larger = new Uint32Array(this.length * 2);
			larger.set(this.array);
			this.array = larger;
		}
		this.array[this.length] = value;
		return this.length++;
	}
	get(i: number): number {
		return this.array[i] as number;
	}
	set(i: number, value: number): void {
		this.array[i] = value;
	}
}

export class Spans {
	readonly #bytes: Uint8Array;
	readonly #start = new Numbers();
	readonly #at = new Numbers();
	readonly #end = new Numbers();
	/** The first and last part of each value, as numbers of edges. */
	readonly #head = new Numbers();
	readonly #tail = new Numbers();
	readonly #edgeTo = new Numbers();
	readonly #edgeNext = new Numbers();
	readonly #edgeRole = new Numbers();
	/** The values of the pickles in the file. */
	readonly roots: number[] = [];
	readonly #constants: Constants;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.#constants = new Constants(bytes);
		this.#run();
	}

	#node(start: number, at: number, end: number): number {
		this.#start.push(start);
		this.#at.push(at);
		this.#head.push(NONE);
		this.#tail.push(NONE);
		return this.#end.push(end);
	}
	#add(node: number, part: number, role: number): void {
		const edge = this.#edgeTo.push(part);
		this.#edgeNext.push(NONE);
		this.#edgeRole.push(role);
		const tail = this.#tail.get(node);
		if (tail === NONE) this.#head.set(node, edge);
		else this.#edgeNext.set(tail, edge);
		this.#tail.set(node, edge);
	}

	#run(): void {
		const bytes = this.#bytes;
		const place = newSpan();
		const stack: number[] = [];
		const marks: number[] = [];
		const markAt: number[] = [];
		const memo = new Map<number, number>();
		let memoized = 0;
		let at = 0;
		const pop = (): number => stack.pop() ?? this.#node(at, at, at);
		const fill = (target: number | undefined, from: number, isDict: boolean, end: number): void => {
			if (target !== undefined) {
				for (let i = from; i < stack.length; i++)
					this.#add(target, stack[i] as number, isDict ? ((i - from) % 2 === 0 ? KEY : VALUE) : ITEM);
				this.#end.set(target, Math.max(this.#end.get(target), end));
			}
			stack.length = from;
		};
		const mark = (): number => {
			markAt.pop();
			return marks.pop() ?? 0;
		};
		while (at < bytes.length) {
			const operand: OperandSize | undefined = SIZES[bytes[at] as number];
			if (operand === undefined || findOperand(bytes, at, operand, place) !== undefined) break;
			const end = place.next;
			const { name } = operand;
			switch (name) {
				case "PROTO":
				case "FRAME":
				case "READONLY_BUFFER":
					break;
				case "MARK":
					marks.push(stack.length);
					markAt.push(at);
					break;
				case "STOP":
					this.roots.push(stack[stack.length - 1] ?? NONE);
					stack.length = marks.length = markAt.length = 0;
					memo.clear();
					memoized = 0;
					break;
				case "POP":
					if (marks.length > 0 && marks[marks.length - 1] === stack.length) mark();
					else stack.pop();
					break;
				case "POP_MARK":
					stack.length = mark();
					break;
				case "DUP":
					stack.push(stack[stack.length - 1] ?? this.#node(at, at, end));
					break;
				case "PUT":
				case "BINPUT":
				case "LONG_BINPUT":
				case "MEMOIZE": {
					const top = stack[stack.length - 1];
					const key = name === "MEMOIZE" ? memoized : this.#index(name, place.from, place.to);
					if (top !== undefined) memo.set(key, top);
					memoized++;
					break;
				}
				case "GET":
				case "BINGET":
				case "LONG_BINGET":
					stack.push(memo.get(this.#index(name, place.from, place.to)) ?? this.#node(at, at, end));
					break;
				case "APPEND": {
					const from = Math.max(0, stack.length - 1);
					fill(stack[from - 1], from, false, end);
					break;
				}
				case "SETITEM": {
					const from = Math.max(0, stack.length - 2);
					fill(stack[from - 1], from, true, end);
					break;
				}
				case "APPENDS":
				case "ADDITEMS":
				case "SETITEMS": {
					const from = mark();
					fill(stack[from - 1], from, name === "SETITEMS", end);
					break;
				}
				case "LIST":
				case "TUPLE":
				case "DICT":
				case "FROZENSET": {
					const start = markAt[markAt.length - 1] ?? at;
					const from = mark();
					const made = this.#node(start, at, end);
					fill(made, from, name === "DICT", end);
					stack.push(made);
					break;
				}
				case "TUPLE1":
				case "TUPLE2":
				case "TUPLE3": {
					const from = Math.max(0, stack.length - Number(name[5]));
					const made = this.#node(Math.min(at, ...stack.slice(from).map((part) => this.#start.get(part))), at, end);
					fill(made, from, false, end);
					stack.push(made);
					break;
				}
				case "BUILD": {
					const state = pop();
					const target = stack[stack.length - 1];
					if (target === undefined) break;
					this.#add(target, state, STATE);
					this.#end.set(target, end);
					break;
				}
				case "REDUCE":
				case "NEWOBJ":
				case "NEWOBJ_EX": {
					if (name === "NEWOBJ_EX") pop();
					const args = pop();
					const callable = pop();
					const made = this.#node(Math.min(this.#start.get(callable), this.#start.get(args), at), at, end);
					this.#add(made, args, ARGUMENTS);
					stack.push(made);
					break;
				}
				case "INST":
				case "OBJ": {
					const start = markAt[markAt.length - 1] ?? at;
					const from = mark();
					const made = this.#node(start, at, end);
					fill(made, from, false, end);
					stack.push(made);
					break;
				}
				case "STACK_GLOBAL": {
					const second = pop();
					const first = pop();
					stack.push(this.#node(Math.min(this.#start.get(first), this.#start.get(second), at), at, end));
					break;
				}
				case "BINPERSID": {
					const id = pop();
					stack.push(this.#node(Math.min(this.#start.get(id), at), at, end));
					break;
				}
				default:
					stack.push(this.#node(at, at, end));
			}
			at = end;
		}
		if (stack.length > 0) this.roots.push(...stack);
	}
	#index(name: string, from: number, to: number): number {
		if (name === "PUT" || name === "GET") {
			let text = "";
			for (let i = from; i < Math.min(to, from + 20); i++) text += String.fromCharCode(this.#bytes[i] as number);
			return Number.parseInt(text, 10);
		}
		return readUint(this.#bytes, from, to - from);
	}

	*#parts(node: number): Generator<readonly [part: number, role: number]> {
		for (let edge = this.#head.get(node); edge !== NONE; edge = this.#edgeNext.get(edge))
			yield [this.#edgeTo.get(edge), this.#edgeRole.get(edge)];
	}
	#find(node: number, role: number, n: number): number | undefined {
		let count = 0;
		for (const [part, own] of this.#parts(node)) if (own === role && count++ === n) return part;
		return undefined;
	}
	/** An attribute: a value of the dict that is the state, or of one of the two dicts that are. */
	#attribute(node: number, name: string): number | undefined {
		for (const [state, role] of this.#parts(node)) {
			if (role !== STATE) continue;
			const dicts = [state, ...[...this.#parts(state)].filter(([, own]) => own === ITEM).map(([part]) => part)];
			for (const dict of dicts) {
				let key = NONE;
				for (const [part, own] of this.#parts(dict)) {
					if (own === KEY) key = part;
					else if (own === VALUE && this.#constants.textOf(this.#at.get(key)) === name) return part;
				}
			}
		}
		return undefined;
	}
	#child(node: number, step: Step): number | undefined {
		if (step.startsWith("a")) return this.#attribute(node, step.slice(1));
		const n = Number(step.slice(1));
		const role = step.startsWith("i") ? ITEM : VALUE;
		const own = this.#find(node, role, n);
		if (own !== undefined) return own;
		// The arguments of a call, such as the dict of a Counter or the list of a set.
		const args = this.#find(node, ARGUMENTS, 0);
		const first = args === undefined ? undefined : this.#find(args, ITEM, 0);
		return first === undefined ? undefined : this.#find(first, role, n);
	}

	/** The bytes of a value; of the closest one around it where it cannot be told. */
	rangeOf(
		root: number,
		steps: readonly Step[],
	): { readonly start: number; readonly end: number; readonly isExact: boolean } | undefined {
		let node = this.roots[root];
		if (node === undefined || node === NONE) return undefined;
		let isExact = true;
		for (const step of steps) {
			const next = this.#child(node, step);
			if (next === undefined) {
				isExact = false;
				break;
			}
			node = next;
		}
		return { start: this.#start.get(node), end: this.#end.get(node), isExact };
	}

	/** The way to the innermost value that a byte belongs to. */
	stepsTo(offset: number): { readonly root: number; readonly steps: Step[] } | undefined {
		const root = this.roots.findIndex((node) => node !== NONE && this.#holds(node, offset));
		if (root === -1) return undefined;
		const steps: Step[] = [];
		let node = this.roots[root] as number;
		for (let depth = 0; depth < 1000; depth++) {
			const found = this.#inner(node, offset);
			if (found === undefined) break;
			if (found.step !== undefined) steps.push(found.step);
			node = found.node;
		}
		return { root, steps };
	}
	#holds(node: number, offset: number): boolean {
		return this.#start.get(node) <= offset && offset < this.#end.get(node);
	}
	#inner(node: number, offset: number): { readonly node: number; readonly step: Step | undefined } | undefined {
		let [items, entries] = [0, 0];
		for (const [part, role] of this.#parts(node)) {
			const isInside = this.#holds(part, offset);
			if (role === ITEM) {
				if (isInside) return { node: part, step: `i${items}` };
				items++;
			} else if (role === KEY) {
				// A key leads to its value.
				if (isInside) return { node: part, step: `e${entries}` };
			} else if (role === VALUE) {
				if (isInside) return { node: part, step: `e${entries}` };
				entries++;
			} else if (role === STATE && isInside) {
				let key = NONE;
				for (const [inner, own] of this.#parts(part)) {
					if (own === KEY) key = inner;
					if ((own === KEY || own === VALUE) && this.#holds(inner, offset))
						return { node: inner, step: `a${this.#constants.textOf(this.#at.get(key)) ?? ""}` };
				}
			}
		}
		return undefined;
	}
}
