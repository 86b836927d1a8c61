import { ValueError } from "../../errors.ts";
import { KEY, type KeyParts, REPR, TYPE } from "../../values/brand.ts";
import { normalInt } from "../../values/numbers.ts";
import { PyGlobal } from "../../values/opaque.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { attributesOf, int } from "../arguments.ts";
import type { TypeEntry } from "../registry.ts";
import { instanceOf, refuseState } from "./instance.ts";
import { PyStdValue, pad } from "./value.ts";

const UUID = /* @__PURE__ */ new PyGlobal("uuid", "UUID");
const END = 1n << 128n;

/** The digits of a string, without what may be around and between them; no more of them than show that there are too many. */
function digitsOf(text: string): string {
	let digits = "";
	for (let i = text.startsWith(URN) ? URN.length : 0; i < text.length && digits.length <= 32; i++) {
		const character = text[i] as string;
		if (!"{}-".includes(character)) digits += character;
	}
	return digits;
}
const URN = "urn:uuid:";

/**
 * Python's `uuid.UUID`.
 *
 * @example
 * ```ts
 * import { PyUUID } from "brine/types";
 * const id = new PyUUID("12345678-1234-5678-1234-567812345678");
 * id.hex; // "12345678123456781234567812345678"
 * ```
 */
export class PyUUID extends PyStdValue {
	#int = 0n;
	#isSafe: number | null = null;

	/**
	 * @param value the text, with or without dashes, or the number. Default: 0
	 * @throws ValueError (`argument`) for other text and numbers beyond 128 bits
	 */
	constructor(value: string | bigint = 0n) {
		super();
		const hex = typeof value === "string" ? digitsOf(value) : pad(value, 1);
		if (typeof value === "string" ? !/^[\da-f]{32}$/i.test(hex) : value < 0n || value >= END) {
			throw new ValueError("badly formed hexadecimal UUID string", { code: "argument" });
		}
		this.#int = typeof value === "string" ? BigInt(`0x${hex}`) : value;
	}
	/** The number of 128 bits. */
	get int(): bigint {
		return this.#int;
	}
	/** 32 hexadecimal digits. */
	get hex(): string {
		return this.#int.toString(16).padStart(32, "0");
	}
	/** The 16 bytes, most significant first. */
	get bytes(): Uint8Array<ArrayBuffer> {
		return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(this.hex.slice(2 * i, 2 * i + 2), 16));
	}
	/** Whether it was made in a way safe among processes: 0 for safe, -1 for unsafe, null when not known. */
	get isSafe(): number | null {
		return this.#isSafe;
	}
	/** @internal Takes the state of a pickle; false when no reducer writes such a one. */
	static build(target: PyUUID, state: unknown, asBytes: boolean | undefined): boolean {
		const attributes = attributesOf(state, asBytes);
		const value = int(attributes?.get("int"));
		const safe = attributes?.get("is_safe") ?? null;
		if (attributes === undefined || value === undefined || value < 0 || value >= END) return false;
		if (safe !== null && safe !== 0 && safe !== -1) return false;
		target.#int = BigInt(value);
		target.#isSafe = safe;
		return true;
	}
	get [TYPE](): "uuid.UUID" {
		return "uuid.UUID";
	}
	[KEY](): KeyParts {
		return { tag: "uuid.UUID", parts: [this.#int] };
	}
	override [REPR](): ReprParts {
		return { parts: [`UUID('${this.toString()}')`] };
	}
	/** The text with dashes. */
	override toString(): string {
		return this.hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
	}
	toJSON(): string {
		return this.toString();
	}
}

/** No arguments, then a state `{"int": …}`, from 3.7 on with `"is_safe"` where that is known. */
export const uuidType: TypeEntry<PyUUID> = {
	names: ["uuid:UUID"],
	type: PyUUID,
	load: (args) => (args.length === 0 ? new PyUUID() : undefined),
	setState: (target, state, { textAsBytes }) => {
		if (!PyUUID.build(target, state, textAsBytes)) refuseState("UUID");
	},
	reduce: (value, protocol, { version }) => {
		const state = new Map<string, unknown>([["int", normalInt(value.int)]]);
		if (value.isSafe !== null && version >= 30700) state.set("is_safe", value.isSafe);
		return instanceOf(UUID, protocol, state);
	},
};
