/** Values from the tagged language of `tests/python/values.py`, as JavaScript has them. */
import { PyArray } from "../../src/registry/stdlib/array.ts";
import { PyChainMap } from "../../src/registry/stdlib/chain-map.ts";
import {
	PyCounter,
	PyDefaultDict,
	PyDeque,
	PyFrozenDict,
	PyOrderedDict,
} from "../../src/registry/stdlib/collections.ts";
import { PyDate, PyDateTime, PyTime } from "../../src/registry/stdlib/datetime.ts";
import { PyDecimal } from "../../src/registry/stdlib/decimal.ts";
import { PyException } from "../../src/registry/stdlib/exceptions.ts";
import { PyFraction } from "../../src/registry/stdlib/fractions.ts";
import { PyIP } from "../../src/registry/stdlib/ipaddress.ts";
import { type PathKind, PyPath } from "../../src/registry/stdlib/pathlib.ts";
import { PyPattern } from "../../src/registry/stdlib/re.ts";
import { PyTimeDelta, PyTimezone } from "../../src/registry/stdlib/timedelta.ts";
import { PyNamespace } from "../../src/registry/stdlib/types.ts";
import { PyUUID } from "../../src/registry/stdlib/uuid.ts";
import { PyZoneInfo } from "../../src/registry/stdlib/zoneinfo.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { Ellipsis, NotImplemented } from "../../src/values/constants.ts";
import { PyDict } from "../../src/values/dict.ts";
import { normalInt, PyFloat } from "../../src/values/numbers.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { PyRange, PySlice } from "../../src/values/range.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { PyTuple, tupleFrom } from "../../src/values/tuple.ts";

/** A node of the tagged language: a constant, a number, a text, or a list that starts with its tag. */
// biome-ignore lint/suspicious/noExplicitAny: the language is JSON, whose nodes have the shape that their tag says
export type Tagged = any;

/** Makes the value that a node describes. Every float is a `PyFloat`, so that nothing is lost in writing. */
export function build(node: Tagged): unknown {
	return new Builder().value(node);
}

/** Stands for an object that is still being made inside itself. */
class Pending {
	readonly number: number;
	constructor(number: number) {
		this.number = number;
	}
}

type Put = (value: unknown) => void;

class Builder {
	readonly #made = new Map<number, unknown>();
	/** What waits for an immutable object to be made. */
	readonly #waiting = new Map<number, Put[]>();

	value(node: Tagged): unknown {
		if (!Array.isArray(node)) return node;
		const [tag] = node;
		if (tag === "ref") return this.#made.get(node[1]);
		if (tag !== "def") return this.#make(node, undefined);
		const number = node[1] as number;
		this.#made.set(number, new Pending(number));
		const value = Array.isArray(node[2]) ? this.#make(node[2], number) : this.value(node[2]);
		this.#made.set(number, value);
		for (const put of this.#waiting.get(number) ?? []) put(value);
		return value;
	}
	/** A mutable object is known before its content is made. */
	#early<T>(number: number | undefined, value: T): T {
		if (number !== undefined) this.#made.set(number, value);
		return value;
	}
	/** Puts a value where it belongs, or waits until there is one. */
	#put(value: unknown, put: Put): void {
		put(value);
		if (!(value instanceof Pending)) return;
		const waiting = this.#waiting.get(value.number) ?? [];
		waiting.push(put);
		this.#waiting.set(value.number, waiting);
	}
	#values(nodes: readonly Tagged[]): unknown[] {
		return nodes.map((node) => this.value(node));
	}
	#extend(target: unknown[], nodes: readonly Tagged[]): unknown[] {
		for (const [index, node] of nodes.entries()) {
			this.#put(this.value(node), (made) => {
				target[index] = made;
			});
		}
		return target;
	}
	#fill<T extends Map<unknown, unknown>>(target: T, pairs: readonly Tagged[]): T {
		for (const [keyNode, valueNode] of pairs) {
			const key = this.value(keyNode);
			this.#put(this.value(valueNode), (made) => target.set(key, made));
		}
		return target;
	}

	#make(node: Tagged, number: number | undefined): unknown {
		const [tag, ...rest] = node as [string, ...Tagged[]];
		const made = this.#container(tag, rest, number) ?? this.#scalar(tag, rest) ?? this.#library(tag, rest, number);
		if (made === undefined) throw new Error(`unknown tag: ${tag}`);
		return made;
	}
	#container(tag: string, rest: Tagged[], number: number | undefined): unknown {
		switch (tag) {
			case "list":
				return this.#extend(this.#early(number, []), rest);
			case "tuple":
				return tupleFrom(this.#values(rest));
			case "dict":
				return this.#fill(this.#early(number, new PyDict()), rest);
			case "set": {
				const set = this.#early(number, new PySet());
				for (const item of this.#values(rest)) set.add(item);
				return set;
			}
			case "frozenset":
				return new PyFrozenSet(this.#values(rest));
			case "ordereddict":
				return this.#fill(this.#early(number, new PyOrderedDict()), rest);
			case "counter":
				return this.#fill(this.#early(number, new PyCounter()), rest);
			case "frozendict":
				return this.#fill(new PyFrozenDict(), rest);
			case "defaultdict":
				return this.#fill(this.#early(number, new PyDefaultDict(this.value(rest[0]))), rest.slice(1));
			case "deque": {
				const deque = this.#early(number, new PyDeque<unknown>([], rest[0]));
				for (const item of this.#values(rest.slice(1))) deque.append(item);
				return deque;
			}
			default:
				return undefined;
		}
	}
	#scalar(tag: string, rest: Tagged[]): unknown {
		switch (tag) {
			case "int":
				return int(rest[0]);
			case "float":
				return new PyFloat(float(rest[0]));
			case "complex":
				return new PyComplex(float(rest[0]), float(rest[1]));
			case "bytes":
				return new Uint8Array(Buffer.from(rest[0], "base64"));
			case "bytearray": {
				const bytes = new Uint8Array(Buffer.from(rest[0], "base64"));
				return new PyByteArray(bytes.buffer, bytes.byteOffset, bytes.length);
			}
			case "ellipsis":
				return Ellipsis;
			case "notimplemented":
				return NotImplemented;
			case "range": {
				const [start, stop, step] = this.#values(rest) as [number, number, number];
				return new PyRange(start, stop, step);
			}
			case "slice": {
				const [start, stop, step] = this.#values(rest);
				return new PySlice(start, stop, step);
			}
			case "global":
				return new PyGlobal(rest[0], rest[1]);
			default:
				return undefined;
		}
	}
	#library(tag: string, rest: Tagged[], number: number | undefined): unknown {
		switch (tag) {
			case "date":
				return new PyDate(rest[0], rest[1], rest[2]);
			case "timedelta":
				return new PyTimeDelta(rest[0], rest[1], rest[2]);
			case "time":
				return new PyTime(rest[0], rest[1], this.#clock(rest.slice(2)));
			case "datetime":
				return new PyDateTime(rest[0], rest[1], rest[2], rest[3], rest[4], this.#clock(rest.slice(5)));
			case "timezone":
				return new PyTimezone(this.value(rest[0]) as PyTimeDelta, rest[1]);
			case "zoneinfo":
				return new PyZoneInfo(rest[0]);
			case "decimal":
				return new PyDecimal(rest[0]);
			case "fraction":
				return new PyFraction(this.value(rest[0]) as number, this.value(rest[1]) as number);
			case "uuid":
				return new PyUUID(rest[0]);
			case "array":
				return array(rest[0], this.#values(rest.slice(1)));
			case "path":
				return new PyPath(rest[0] as PathKind, ...(rest[1] === "." ? [] : [rest[1]]));
			case "ip":
				return new PyIP(rest[0], rest[1]);
			case "pattern":
				return new PyPattern(this.value(rest[0]) as string, rest[1]);
			case "chainmap":
				return new PyChainMap(this.#values(rest));
			case "namespace":
				return this.#attributes(this.#early(number, new PyNamespace()), rest);
			case "exception":
				return this.#attributes(this.#early(number, new PyException(rest[0], this.#values(rest[1]))), rest.slice(2));
			case "object":
				return this.#instance(rest, number);
			default:
				return undefined;
		}
	}
	#clock([second, microsecond, fold, zone]: Tagged[]): object {
		return { second, microsecond, fold, tzinfo: this.value(zone) };
	}
	#attributes<T extends { readonly attributes: Map<string, unknown> }>(target: T, pairs: readonly Tagged[]): T {
		this.#fill(target.attributes, pairs);
		return target;
	}
	#instance([module, qualname, ...pairs]: Tagged[], number: number | undefined): PyObject {
		const made = this.#early(number, new PyObject({ callable: new PyGlobal(module, qualname), args: new PyTuple() }));
		const state = new PyDict();
		this.#fill(state, pairs);
		if (state.size > 0) made.operations.push({ op: "build", state });
		return made;
	}
}

function int(text: string): number | bigint {
	return normalInt(text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text));
}
/** A float as Python or JavaScript writes it. */
function float(text: string): number {
	const word = /^([+-]?)inf/i.exec(text);
	if (word !== null) return word[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	return /nan/i.test(text) ? Number.NaN : Number(text);
}

const ITEMS = {
	b: Int8Array,
	B: Uint8Array,
	h: Int16Array,
	H: Uint16Array,
	i: Int32Array,
	I: Uint32Array,
	l: BigInt64Array,
	L: BigUint64Array,
	q: BigInt64Array,
	Q: BigUint64Array,
	f: Float32Array,
	d: Float64Array,
} as const;

function array(typecode: string, items: unknown[]): PyArray {
	if (typecode === "u" || typecode === "w") return new PyArray(typecode, items.join(""));
	const numbers = items.map((item) => (item instanceof PyFloat ? item.value : item));
	const Items = ITEMS[typecode as keyof typeof ITEMS] as unknown as { from(values: unknown[]): Int8Array<ArrayBuffer> };
	return new PyArray(
		typecode,
		Items.from("lLqQ".includes(typecode) ? numbers.map((n) => BigInt(n as number)) : numbers),
	);
}
