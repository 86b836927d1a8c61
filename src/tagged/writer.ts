/** Writes the inert values of a pickle as tagged JSON. */

import { toBase64 } from "../bytes/base64.ts";
import { PyByteArray } from "../values/bytearray.ts";
import { PyFloat } from "../values/numbers.ts";
import { PyGlobal, PyObject, type PyOperation, type PyPersistentId } from "../values/opaque.ts";
import { PyFrozenSet } from "../values/set.ts";
import { PyTuple } from "../values/tuple.ts";
import { momentNode } from "./moments.ts";
import { sharedIn } from "./parts.ts";
import { floatText, intText, isPlainName } from "./texts.ts";
import type { Json, JsonObject } from "./types.ts";

/** The values still to be written, and their targets. */
type Task = readonly [value: unknown, put: (node: Json) => void];

/** Bits from which on the text of an int is kept. */
const LONG_INT = 4096;

/** The tagged form of a graph of built-in and inert values, as a pickle read without any registry has them. */
export function writeTagged(root: unknown): Json {
	return new Writer(sharedIn(root)).write(root);
}

class Writer {
	readonly #shared: ReadonlySet<object>;
	readonly #ids = new Map<object, number>();
	/** With a stack of our own no depth is too deep; the last is written first. */
	readonly #tasks: Task[] = [];
	/** The objects that came up while one value was being written, in order. */
	#fresh: Task[] = [];
	readonly #longInts = new Map<bigint, string>();

	constructor(shared: ReadonlySet<object>) {
		this.#shared = shared;
	}
	write(root: unknown): Json {
		let result: Json = null;
		this.#tasks.push([
			root,
			(node) => {
				result = node;
			},
		]);
		for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) {
			task[1](this.#node(task[0]));
			for (let i = this.#fresh.length - 1; i >= 0; i--) this.#tasks.push(this.#fresh[i] as Task);
			if (this.#fresh.length > 0) this.#fresh = [];
		}
		return result;
	}

	/** A long int has no identity, and may come once for each of many keys: its text is there once. */
	#intText(value: bigint): string {
		if (BigInt.asIntN(LONG_INT, value) === value) return intText(value);
		let text = this.#longInts.get(value);
		if (text === undefined) {
			text = intText(value);
			this.#longInts.set(value, text);
		}
		return text;
	}

	/** The node of a value; its parts are put into it later. */
	#node(value: unknown): Json {
		switch (typeof value) {
			case "bigint":
				return { $int: this.#intText(value) };
			case "number":
				if (Number.isSafeInteger(value) && !Object.is(value, -0)) return value;
				return Number.isFinite(value) && !Number.isInteger(value) ? value : { $float: floatText(value) };
			case "object":
				break;
			default:
				return value as string | boolean;
		}
		if (value === null) return null;
		if (value instanceof PyFloat) return { $float: floatText(value.value) };
		const known = this.#ids.get(value);
		if (known !== undefined) return { $ref: known };
		if (!this.#shared.has(value)) return this.#object(value);
		const id = this.#ids.size + 1;
		this.#ids.set(value, id);
		return { $id: id, $value: this.#object(value) };
	}
	#object(value: object): Json {
		if (value instanceof PyTuple) return { $tuple: this.#list(value) };
		if (Array.isArray(value)) return this.#list(value as unknown[]);
		if (value instanceof Map) return this.#dict(value as Map<unknown, unknown>);
		if (value instanceof PyByteArray) return { $bytearray: toBase64(value) };
		if (value instanceof Uint8Array) return { $bytes: toBase64(value) };
		if (value instanceof PyFrozenSet) return { $frozenset: this.#list(value) };
		if (value instanceof Set) return { $set: this.#list(value) };
		if (value instanceof PyGlobal) return this.#global(value);
		if (value instanceof PyObject) return this.#instance(value);
		const node: JsonObject = {};
		this.#put(node, "$persistent", (value as PyPersistentId).id);
		return node;
	}
	#put(node: JsonObject, key: string, value: unknown): void {
		node[key] = null;
		this.#fresh.push([
			value,
			(made) => {
				node[key] = made;
			},
		]);
	}
	#list(items: Iterable<unknown>): Json[] {
		const list: Json[] = [];
		for (const item of items) this.#fresh.push([item, (node) => list.push(node)]);
		return list;
	}
	#pairs(entries: Iterable<readonly [unknown, unknown]>): Json[] {
		const pairs: Json[] = [];
		for (const entry of entries) pairs.push(this.#list(entry));
		return pairs;
	}
	/** An object where that keeps every key in its place, else pairs. */
	#dict(dict: Map<unknown, unknown>): Json {
		for (const key of dict.keys()) if (!isPlainName(key)) return { $dict: this.#pairs(dict) };
		return this.#fields(dict as Map<string, unknown>);
	}
	#fields(entries: Iterable<readonly [string, unknown]>): JsonObject {
		const node: JsonObject = {};
		for (const [key, value] of entries) this.#put(node, key, value);
		return node;
	}

	#global(global: PyGlobal): Json {
		const { module, qualname } = global;
		// A name with a colon of its own is written in two.
		const node: JsonObject = { $global: isReadable(global) ? `${module}:${qualname}` : [module, qualname] };
		return this.#done(node, global.operations);
	}
	#instance(object: PyObject): Json {
		const moment = momentNode(object, this.#shared);
		if (moment !== undefined) {
			const { node, tzinfo } = moment;
			if (tzinfo !== undefined) this.#put(node, "tzinfo", tzinfo);
			return node;
		}
		const { via, callable, args, kwargs, operations } = object;
		const tag = via === "REDUCE" ? "$call" : "$object";
		const node: JsonObject = { [tag]: null };
		if (callable instanceof PyGlobal && callable.operations.length === 0 && isReadable(callable)) {
			node[tag] = `${callable.module}:${callable.qualname}`;
		} else this.#put(node, tag, callable);
		if (via !== "REDUCE" && via !== "NEWOBJ") node["via"] = via;
		if (this.#shared.has(args)) this.#put(node, "args", args);
		else if (args.length > 0) node["args"] = this.#list(args);
		if (kwargs.length > 0) node["kwargs"] = this.#pairs(kwargs);
		return this.#done(node, operations);
	}
	/** The operations on an object: its contents and then its state, as Python writes them; else every step. */
	#done(node: JsonObject, operations: readonly PyOperation[]): JsonObject {
		let last = -1;
		for (const { op } of operations) {
			const place = ORDER.indexOf(op);
			if (place <= last) {
				node["operations"] = operations.map((operation) => this.#operation(operation));
				return node;
			}
			last = place;
		}
		for (const operation of operations) {
			if (operation.op === "build") this.#put(node, "state", operation.state);
			else if (operation.op === "setItem") node["entries"] = this.#pairs(operation.items);
			else if (operation.op !== "call")
				node[operation.op === "add" ? "members" : "items"] = this.#list(operation.items);
		}
		return node;
	}
	#operation(operation: PyOperation): JsonObject {
		const node: JsonObject = {};
		switch (operation.op) {
			case "build":
				this.#put(node, "state", operation.state);
				break;
			case "setItem":
				node["entries"] = this.#pairs(operation.items);
				break;
			case "append":
				node["items"] = this.#list(operation.items);
				break;
			case "add":
				node["members"] = this.#list(operation.items);
				break;
			case "call":
				this.#put(node, "call", operation.callable);
				this.#put(node, "args", operation.args);
				break;
		}
		return node;
	}
}

/** The steps in the order in which CPython writes them; a call, and any other order, is written step by step. */
const ORDER: readonly string[] = ["append", "add", "setItem", "build"];

/** Whether the halves of a name can be told apart when a colon is between them. */
function isReadable({ module, qualname }: PyGlobal): boolean {
	return !module.includes(":") && !qualname.includes(":");
}
