/** Edits of an inert object, written into the log that `dumps` writes. */
import { PyTypeError } from "../errors.ts";
import { isPlainObject } from "./brand.ts";
import { dictEntries, type Inert, isDict, type PyOperation as Operation, reconstructed } from "./inert-outline.ts";
import { setOwn } from "./own-property.ts";
import { typeName } from "./type-name.ts";

type Dict = Map<unknown, unknown> | Record<string, unknown>;
type Entry = [key: unknown, value: unknown];

/** The dicts of the state that an operation sets: itself, or a dict and slots, of which one may be None. */
function dictsOf(operation: Operation): Dict[] {
	if (operation.op !== "build") return [];
	const { state } = operation;
	const parts: readonly unknown[] = Array.isArray(state) && state.length === 2 ? (state as unknown[]) : [state];
	return parts.filter(isDict);
}
function has(dict: Dict, name: string): boolean {
	return dict instanceof Map ? dict.has(name) : Object.hasOwn(dict, name);
}
function put(dict: Dict, name: string, value: unknown): void {
	if (dict instanceof Map) dict.set(name, value);
	else setOwn(dict, name, value);
}
function remove(dict: Dict, name: string): void {
	if (dict instanceof Map) dict.delete(name);
	else delete dict[name];
}
function onlyNames(dict: Dict): boolean {
	if (isPlainObject(dict)) return true;
	for (const key of dict.keys()) if (typeof key !== "string") return false;
	return true;
}

/**
 * The attributes of an inert object: a `Map` of what the states set, `__dict__` first, then slots; later states win.
 * A key that is set and deleted here is set and deleted in the states.
 */
export class LiveAttributes extends Map<string, unknown> {
	readonly #operations: Operation[];

	constructor(operations: Operation[]) {
		super();
		this.#operations = operations;
		for (const dict of this.#dicts()) {
			for (const [key, value] of dictEntries(dict)) if (typeof key === "string") super.set(key, value);
		}
	}
	/** The dicts of all states; one that is the state again, as a thousand times, where it is last. */
	#dicts(): Dict[] {
		return [...new Set(this.#operations.flatMap(dictsOf).reverse())].reverse();
	}
	/** @throws PyTypeError (`argument`) where only the class knows how the state holds its attributes */
	override set(name: string, value: unknown): this {
		// The constructor of Map would call this one before there is anything to write to.
		if (typeof name !== "string") {
			throw new PyTypeError(`attribute name must be string, not '${typeName(name)}'`, { code: "argument" });
		}
		put(this.#place(name), name, value);
		return super.set(name, value);
	}
	override delete(name: string): boolean {
		for (const dict of this.#dicts()) remove(dict, name);
		return super.delete(name);
	}
	override clear(): void {
		for (const dict of this.#dicts()) {
			for (const [key] of dictEntries(dict)) if (typeof key === "string") remove(dict, key);
		}
		super.clear();
	}
	/** The dict that holds an attribute, or is to hold it. */
	#place(name: string): Dict {
		const dicts = this.#dicts();
		const found = dicts.findLast((dict) => has(dict, name)) ?? dicts.findLast(onlyNames);
		if (found !== undefined) return found;
		const last = this.#operations.findLast((operation) => operation.op === "build");
		if (last !== undefined) {
			const message = `'${name}' cannot be set: only the class understands the state, a ${typeName(last.state)}`;
			throw new PyTypeError(message, { code: "argument" });
		}
		const made = new Map<unknown, unknown>();
		this.#operations.push({ op: "build", state: made });
		return made;
	}
}

/** An empty list that joins the log when something is put into it. */
function joining<T>(target: T[], join: () => void): T[] {
	let joined = false;
	return new Proxy(target, {
		defineProperty(list, key, descriptor) {
			if (!joined) join();
			joined = true;
			return Reflect.defineProperty(list, key, descriptor);
		},
	});
}
/** Adds a step where CPython writes it: before the first state. */
function insert(operations: Operation[], operation: Operation): void {
	const at = operations.findIndex(({ op }) => op === "build");
	operations.splice(at < 0 ? operations.length : at, 0, operation);
}

type Adding = Exclude<Operation, { op: "build" | "call" }>;

/** The steps of some kinds; those of one kind that follow each other are made one, which says the same. */
function merged(operations: Operation[], kinds: readonly Operation["op"][]): Adding[] {
	const steps = operations.filter((operation): operation is Adding => kinds.includes(operation.op));
	const [first, ...rest] = steps;
	if (first === undefined || rest.length === 0) return steps;
	const at = operations.indexOf(first);
	if (!rest.every((step, i) => operations[at + 1 + i] === step && step.op === first.op)) return steps;
	for (const step of rest) for (const item of step.items) (first.items as unknown[]).push(item);
	operations.splice(at + 1, rest.length);
	return [first];
}

/** The items of an inert object, live; frozen where they are in several places. */
export function liveItems(object: Inert): unknown[] {
	const { operations } = object;
	const content = reconstructed(object);
	const steps = merged(operations, ["append", "add"]);
	const base = content?.base === "list" ? [content.value as unknown[]] : [];
	const lists = [...base, ...steps.map(({ items }) => items as unknown[])];
	const [only = []] = lists;
	if (lists.length === 0) return joining(only, () => insert(operations, { op: "append", items: only }));
	return lists.length === 1 ? only : (Object.freeze(lists.flat()) as unknown[]);
}

/** The entries of an inert object, live; frozen where they are in several places. */
export function liveEntries(object: Inert, content: DictEntries | undefined): Entry[] {
	const { operations } = object;
	const steps = merged(operations, ["setItem"]);
	const lists = [...(content === undefined ? [] : [content.entries]), ...steps.map(({ items }) => items as Entry[])];
	const [only = []] = lists;
	if (lists.length === 0) return joining(only, () => insert(operations, { op: "setItem", items: only }));
	if (lists.length === 1) return only;
	const frozen = lists.flat().map(([key, value]) => Object.freeze([key, value] as Entry));
	return Object.freeze(frozen) as Entry[];
}

/** The entries of a dict as a list of pairs, and the dict kept as the list is. */
export class DictEntries {
	readonly dict: Dict;
	readonly entries: Entry[];
	/** Keys and values by turns, as they were when list and dict were the same. */
	#known: readonly unknown[];

	constructor(dict: Dict) {
		this.dict = dict;
		this.entries = dictEntries(dict).map(([key, value]) => [key, value]);
		this.#known = this.entries.flat();
	}
	/** Writes the list into the dict if it was changed; else the dict into the list. */
	synchronize(): void {
		if (!same(this.entries.flat(), this.#known)) {
			const { dict } = this;
			if (dict instanceof Map) dict.clear();
			else for (const key of Object.keys(dict)) delete dict[key];
			for (const [key, value] of this.entries) {
				if (dict instanceof Map) dict.set(key, value);
				else if (typeof key === "string") setOwn(dict, key, value);
				else
					throw new PyTypeError('a key that is not a str needs a PyDict: read with dict: "map"', { code: "argument" });
			}
		} else {
			const today = dictEntries(this.dict);
			if (same(today.flat(), this.#known)) return;
			this.entries.length = 0;
			for (const [key, value] of today) this.entries.push([key, value]);
		}
		this.#known = this.entries.flat();
	}
}
function same(a: readonly unknown[], b: readonly unknown[]): boolean {
	return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}
