/** Builds the inert values that tagged JSON describes. */

import { fromBase64 } from "../bytes/base64.ts";
import { byteArrayOf } from "../values/bytearray.ts";
import { PyDict } from "../values/dict.ts";
import { KeyInterner, SHARE } from "../values/key-interner.ts";
import { normalInt, PyFloat } from "../values/numbers.ts";
import { PyGlobal, PyObject, type PyOperation, PyPersistentId, type PyVia } from "../values/opaque.ts";
import { PyFrozenSet, PySet } from "../values/set.ts";
import { PyTuple, tupleFrom } from "../values/tuple.ts";
import { Hashed } from "./hashed.ts";
import { MOMENTS, momentState } from "./moments.ts";
import {
	type Fields,
	fieldsOf,
	floatOf,
	intOf,
	listOf,
	nameOf,
	pairOf,
	refuse,
	short,
	tagOf,
	textOf,
} from "./nodes.ts";

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/**
 * The value that tagged JSON describes, made of built-in and inert values.
 *
 * @throws ValueError (`json-value`) for what is not tagged JSON
 */
export function readTagged(root: unknown): unknown {
	return new TaggedReader(definitionsIn(root)).read(root);
}

/** The nodes with an `$id`, wherever they are: a reference may come before what it refers to. */
function definitionsIn(root: unknown): ReadonlyMap<unknown, unknown> {
	const found = new Map<unknown, unknown>();
	const seen = new Set<unknown>();
	const todo: unknown[] = [root];
	while (todo.length > 0) {
		const node = todo.pop();
		if (typeof node !== "object" || node === null || seen.has(node)) continue;
		seen.add(node);
		if (Array.isArray(node)) {
			for (const item of node as unknown[]) todo.push(item);
			continue;
		}
		const fields = fieldsOf(node);
		if (fields === undefined) continue;
		for (const field of fields.values()) todo.push(field);
		const id = fields.get("$id");
		if (id === undefined || !fields.has("$value")) continue;
		if (found.has(id)) refuse(`$id ${short(String(id))} is there twice`);
		found.set(id, fields.get("$value"));
	}
	return found;
}

class TaggedReader {
	readonly #definitions: ReadonlyMap<unknown, unknown>;
	/** The value of a node, perhaps still empty. */
	readonly #made = new Map<object, unknown>();
	/** The node to which a reference or a definition leads. */
	readonly #ends = new Map<object, unknown>();
	/** Fills what was made empty; with a list of tasks no depth is too deep. */
	readonly #tasks: (() => void)[] = [];
	readonly #hashed = new Hashed();
	/** Nothing changes while the tables are filled, so that a part that many keys share is worked out once for all. */
	readonly #keys = new KeyInterner(true);

	constructor(definitions: ReadonlyMap<unknown, unknown>) {
		this.#definitions = definitions;
	}
	read(root: unknown): unknown {
		const value = this.#value(root);
		for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) task();
		this.#hashed.fill();
		this.#keys.thaw();
		return value;
	}

	#value(given: unknown): unknown {
		const node = this.#resolved(given);
		switch (typeof node) {
			case "string":
			case "boolean":
			case "bigint":
				return node;
			case "number":
				return plainNumber(node);
			case "object":
				break;
			default:
				return refuse(`${typeof node} has no form`);
		}
		if (node === null || node instanceof PyFloat) return node;
		let made = this.#made.get(node);
		if (made === undefined) {
			made = this.#make(node);
			this.#made.set(node, made);
		}
		return made;
	}
	/** The node itself, with references and definitions resolved. */
	#resolved(given: unknown): unknown {
		const passed: object[] = [];
		let node = given;
		// A node of which a value was made is neither; what is in it need not be looked at again.
		while (typeof node === "object" && node !== null && !Array.isArray(node) && !this.#made.has(node)) {
			if (this.#ends.has(node)) node = this.#ends.get(node);
			else {
				if (passed.length > 2 * this.#definitions.size + 1) refuse("a reference leads to itself");
				const fields = node instanceof PyFloat ? undefined : fieldsOf(node);
				if (fields === undefined) break;
				const isReference = fields.has("$ref");
				if (!isReference && !fields.has("$value")) break;
				passed.push(node);
				if (isReference) {
					const id = fields.get("$ref");
					if (fields.size > 1 || !this.#definitions.has(id)) refuse(`there is no $id ${short(String(id))}`);
					node = this.#definitions.get(id);
				} else {
					if (fields.size > 2 || !fields.has("$id")) refuse("$value belongs to an $id and nothing else");
					node = fields.get("$value");
				}
			}
		}
		for (const reference of passed) this.#ends.set(reference, node);
		return node;
	}
	#make(node: object): unknown {
		if (Array.isArray(node)) return this.#filled([], node as unknown[]);
		const fields = fieldsOf(node) ?? refuse("an object of a class has no form");
		const tag = tagOf(fields);
		if (tag === undefined) return this.#dict(fields);
		const content = fields.get(tag);
		if (MOMENTS.includes(tag)) return this.#moment(tag, content, fields);
		if (tag === "$object" || tag === "$call") return this.#instance(tag, content, fields);
		if (tag === "$global") return this.#global(content, fields);
		if (fields.size > 1) refuse(`${short(tag)} has other keys beside it`);
		switch (tag) {
			case "$int":
				return normalInt(intOf(content));
			case "$float":
				return floatValue(floatOf(content));
			case "$bytes":
				return fromBase64(textOf(content, tag));
			case "$bytearray": {
				const bytes = fromBase64(textOf(content, tag));
				return byteArrayOf(bytes);
			}
			case "$tuple":
				return this.#filled(new PyTuple(), listOf(content, tag));
			case "$set":
				return this.#set(new PySet()[SHARE](this.#keys), listOf(content, tag));
			case "$frozenset":
				return this.#set(new PyFrozenSet()[SHARE](this.#keys), listOf(content, tag));
			case "$dict":
				return this.#pairsDict(listOf(content, tag));
			case "$persistent":
				return this.#persistent(content);
			default:
				return refuse(`the tag ${short(tag)} is not known`);
		}
	}

	#filled<T extends unknown[]>(target: T, nodes: readonly unknown[]): T {
		this.#tasks.push(() => {
			for (const node of nodes) target.push(this.#value(node));
		});
		return target;
	}
	#dict(fields: Fields): PyDict {
		const dict = new PyDict();
		this.#tasks.push(() => {
			for (const [key, node] of fields) dict.set(key, this.#value(node));
		});
		return dict;
	}
	#set(target: PySet, nodes: readonly unknown[]): PySet {
		this.#tasks.push(() => {
			const items = nodes.map((node) => this.#value(node));
			this.#hashed.add(target, items, () => {
				for (const item of items) target.add(item);
			});
		});
		return target;
	}
	#pairsDict(nodes: readonly unknown[]): PyDict {
		const dict = new PyDict()[SHARE](this.#keys);
		this.#tasks.push(() => {
			const entries = this.#entries(nodes);
			const keys = entries.map(([key]) => key);
			this.#hashed.add(dict, keys, () => {
				for (const [key, value] of entries) dict.set(key, value);
			});
		});
		return dict;
	}
	#entries(nodes: unknown): [unknown, unknown][] {
		return listOf(nodes, "a list of pairs").map((node) => {
			const [key, value] = pairOf(node, "a pair");
			return [this.#value(key), this.#value(value)];
		});
	}
	#persistent(node: unknown): PyPersistentId {
		const made = new PyPersistentId(null);
		this.#tasks.push(() => {
			(made as Mutable<Pick<PyPersistentId, "id">>).id = this.#value(node);
		});
		return made;
	}
	#global(content: unknown, fields: Fields): PyGlobal {
		const global = new PyGlobal(...nameOf(content));
		this.#tasks.push(() => {
			global.operations = this.#operations(fields, ["$global"]);
		});
		return global;
	}
	#moment(tag: string, content: unknown, fields: Fields): PyObject {
		for (const key of fields.keys()) {
			if (key !== tag && key !== "fold" && key !== "tzinfo") refuse(`${tag} has no field '${short(key)}'`);
		}
		const args = tupleFrom<unknown>([momentState(tag, content, fields.get("fold"))]);
		if (fields.has("tzinfo")) this.#tasks.push(() => args.push(this.#value(fields.get("tzinfo"))));
		return new PyObject({ via: "REDUCE", callable: new PyGlobal("datetime", tag.slice(1)), args });
	}
	#instance(tag: string, content: unknown, fields: Fields): PyObject {
		const via = fields.get("via") ?? (tag === "$call" ? "REDUCE" : "NEWOBJ");
		if (!VIAS.includes(via as PyVia) || (tag === "$call") !== (via === "REDUCE")) refuse(`${tag} has another via`);
		const made = new PyObject({ via: via as PyVia, callable: null });
		// Its fields are readonly for users only.
		const object: Mutable<Pick<PyObject, "callable" | "args" | "kwargs" | "operations">> = made;
		const args = fields.get("args");
		if (Array.isArray(args)) this.#filled(object.args, args as unknown[]);
		this.#tasks.push(() => {
			object.callable = typeof content === "string" ? new PyGlobal(...nameOf(content)) : this.#value(content);
			if (args !== undefined && !Array.isArray(args)) object.args = this.#tuple(args);
			const kwargs = this.#entries(fields.get("kwargs") ?? []);
			object.kwargs = kwargs.map(([name, value]) => [textOf(name, "a keyword"), value]);
			object.operations = this.#operations(fields, [tag, "via", "args", "kwargs"]);
		});
		return made;
	}
	#tuple(node: unknown): PyTuple {
		const value = this.#value(node);
		return value instanceof PyTuple ? value : refuse("args are not a tuple");
	}
	/** The operations on an object: its fields but for some, or the steps one by one. */
	#operations(fields: Fields, others: readonly string[]): PyOperation[] {
		const operations: PyOperation[] = [];
		for (const key of STEPS) if (fields.has(key)) operations.push(this.#operation(key, fields));
		for (const key of fields.keys()) {
			if (key === "operations") continue;
			if (!others.includes(key) && !STEPS.includes(key)) refuse(`there is no field '${short(key)}'`);
		}
		if (!fields.has("operations")) return operations;
		if (operations.length > 0) refuse("operations are all steps, or none");
		return listOf(fields.get("operations"), "operations").map((node) => {
			const step = fieldsOf(node) ?? refuse("a step is not an object");
			const key = [...STEPS, "call"].find((name) => step.has(name)) ?? refuse("a step has no name");
			if (step.size > (key === "call" ? 2 : 1)) refuse(`a step with '${key}' has other keys`);
			return this.#operation(key, step);
		});
	}
	#operation(key: string, fields: Fields): PyOperation {
		const content = fields.get(key);
		if (key === "state") return { op: "build", state: this.#value(content) };
		if (key === "entries") return { op: "setItem", items: this.#entries(content) };
		if (key === "call") {
			return { op: "call", callable: this.#value(content), args: this.#tuple(fields.get("args") ?? { $tuple: [] }) };
		}
		const items = listOf(content, key).map((node) => this.#value(node));
		return { op: key === "items" ? "append" : "add", items };
	}
}

/** The steps that CPython's writer has, in its order. */
const STEPS: readonly string[] = ["items", "members", "entries", "state"];
const VIAS: readonly PyVia[] = ["REDUCE", "NEWOBJ", "NEWOBJ_EX", "INST", "OBJ"];

/** A number of JSON: an int, or a float with a fraction. */
function plainNumber(value: number): unknown {
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		refuse("a whole number beyond 2^53 is not exact: write $int or $float");
	}
	return value === 0 ? 0 : value;
}
/** A float that stays one, whatever its value; an array of numbers would forget the bits of a NaN. */
function floatValue(value: number): unknown {
	return Number.isInteger(value) || Number.isNaN(value) ? new PyFloat(value) : value;
}
