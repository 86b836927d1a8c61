/** The values that a pickle would make, as nodes: nothing is imported, called or built. */
import { decodeLatin1 } from "../bytes/codecs.ts";
import type { VersionNumber } from "../options.ts";
import { defaultDigits } from "../values/int-repr.ts";
import { BytesSource } from "./byte-source.ts";
import type { PickleImport } from "./imports.ts";
import type { OpcodeInfo } from "./opcode-info.ts";

/**
 * The kind of a node.
 *
 * - `constant`: a value that is in the pickle itself, such as an int or a string; see {@link PickleNode.value}.
 * - `list`, `tuple`, `dict`, `set`, `frozenset`: a container, with what is in it.
 * - `global`: an imported class or function.
 * - `object`: what a call or a class's `__new__` would give.
 * - `persistent`: an object that is known outside by an id.
 * - `buffer`: bytes from outside of the pickle.
 * - `unknown`: what a broken pickle does not say.
 */
export type NodeKind =
	| "constant"
	| "list"
	| "tuple"
	| "dict"
	| "set"
	| "frozenset"
	| "global"
	| "object"
	| "persistent"
	| "buffer"
	| "unknown";

/** The relation of a part to the whole. */
export type PartRole = "item" | "key" | "value" | "callable" | "args" | "kwargs" | "argument" | "state" | "id";

/** A part of a node, in one of the places where it is. */
export interface PicklePart {
	/** The relation to the whole. Keys and values come by turns. */
	readonly role: PartRole;
	/** The part; the same object wherever the pickle has the same one. */
	readonly node: PickleNode;
	/** Where the bytes start that put it there; after `node.end` when they only refer to it. */
	readonly start: number;
}

const NO_PARTS: readonly PicklePart[] = Object.freeze([]);

/** A value that a pickle would make. */
export class PickleNode {
	readonly kind: NodeKind;
	/** The opcode that made it. */
	readonly opcode: OpcodeInfo;
	/** Where the first byte is that belongs to it, its items' and arguments' bytes included. */
	readonly start: number;
	/** Where the opcode is that made it. */
	readonly at: number;
	/** One after the last byte that belongs to it: an opcode that adds items or a state to it makes it longer. */
	end: number;
	/** The import of a `global`; of an `object` the one whose call made it, as far as it is known. */
	readonly origin: PickleImport | undefined;
	/** Its parts, in the order of the pickle. */
	parts: readonly PicklePart[] = NO_PARTS;
	readonly #bytes: Uint8Array;
	readonly #version: VersionNumber;

	/** @internal */
	constructor(kind: NodeKind, place: NodePlace, origin?: PickleImport) {
		this.kind = kind;
		this.opcode = place.opcode;
		this.start = place.start;
		this.at = place.at;
		this.end = place.end;
		this.origin = origin;
		this.#bytes = place.bytes;
		this.#version = place.version;
	}

	/**
	 * The value of a `constant`, read when it is asked for: a number, bigint, boolean, null, string or bytes, and
	 * undefined for all other nodes and for what cannot be read.
	 */
	get value(): unknown {
		if (this.kind !== "constant") return undefined;
		const literal = LITERALS[this.opcode.name];
		if (literal !== undefined) return literal === "None" ? null : literal;
		const source = new BytesSource(this.#bytes);
		source.position = this.at + 1;
		const context = { version: this.#version, digits: defaultDigits(this.#version) };
		try {
			return this.opcode.arg?.reader(source, context);
		} catch {
			return undefined;
		}
	}
	/** The bytes of a constant's argument, without its length and newline; a view. */
	get operand(): Uint8Array {
		const { arg } = this.opcode;
		if (arg === null) return this.#bytes.subarray(this.at + 1, this.at + 1);
		const header = arg.n > 0 || arg.n === -1 ? 0 : arg.n === -2 ? 1 : arg.n === -5 ? 8 : 4;
		const made = this.at + 1 + header;
		return this.#bytes.subarray(made, Math.max(made, arg.n === -1 ? this.end - 1 : this.end));
	}

	/** @internal Adds a part. */
	add(role: PartRole, node: PickleNode, start: number): void {
		const part: PicklePart = { role, node, start };
		if (this.parts === NO_PARTS) this.parts = [part];
		else (this.parts as PicklePart[]).push(part);
	}
	/** @internal The text of a constant string in any of its forms; undefined for what is not a string. */
	get text(): string | undefined {
		const value = this.value;
		if (typeof value === "string") return value;
		// A string of Python 2 that is not ASCII, or not as its opcode wants it.
		if (value === undefined && TEXTS.has(this.opcode.name)) return decodeLatin1(this.operand);
		return undefined;
	}
}

/** Where a node is. */
export interface NodePlace {
	readonly opcode: OpcodeInfo;
	readonly start: number;
	readonly at: number;
	readonly end: number;
	readonly bytes: Uint8Array;
	readonly version: VersionNumber;
}

/** Constants without an argument. */
const LITERALS: Readonly<Record<string, unknown>> = { NONE: "None", NEWTRUE: true, NEWFALSE: false };

const TEXTS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"STRING",
	"BINSTRING",
	"SHORT_BINSTRING",
	"UNICODE",
	"BINUNICODE",
	"SHORT_BINUNICODE",
	"BINUNICODE8",
]);
