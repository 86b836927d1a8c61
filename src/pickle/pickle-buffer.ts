/** `PickleBuffer` (PEP 574): bytes that travel beside the pickle. */
import { PyTypeError, ValueError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { INSPECT, TYPE } from "../values/brand.ts";
import { PyByteArray } from "../values/bytearray.ts";
import { typeName } from "../values/type-name.ts";

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["readonly"]);

/**
 * Python's `pickle.PickleBuffer`: a buffer that protocol 5 can leave out of the pickle.
 *
 * @example
 * ```ts
 * import { pickle } from "brine";
 * const buffers: Uint8Array[] = [];
 * const data = pickle.dumps(new pickle.PickleBuffer(new Uint8Array(1e6)), {
 *   bufferCallback: (buffer) => { buffers.push(buffer.raw()); },
 * });
 * pickle.loads(data, { buffers }); // the million bytes, not copied
 * ```
 */
export class PickleBuffer {
	#bytes: Uint8Array | undefined;
	/** Whether Python gets it as `bytes` rather than `bytearray` when it is written in-band. */
	readonly readonly: boolean;

	/**
	 * @param buffer the bytes; no copy is made
	 * @param options `readonly`: whether the consumer may not change them. Default: true, but false for a `PyByteArray`
	 */
	constructor(buffer: ArrayBufferView | ArrayBuffer, options?: { readonly readonly?: boolean | null } | null) {
		checkOptions("PickleBuffer", options, OPTIONS);
		this.#bytes = viewOf(buffer);
		this.readonly = options?.readonly ?? !(buffer instanceof PyByteArray);
	}
	get [TYPE](): "PickleBuffer" {
		return "PickleBuffer";
	}
	/**
	 * The bytes, not copied.
	 *
	 * @throws ValueError (`buffer`) after {@link release}
	 */
	raw(): Uint8Array {
		if (this.#bytes === undefined) {
			throw new ValueError("operation forbidden on released PickleBuffer object", { code: "buffer" });
		}
		return this.#bytes;
	}
	/** Lets go of the bytes. */
	release(): void {
		this.#bytes = undefined;
	}
	[INSPECT](): string {
		return `PickleBuffer(${this.#bytes === undefined ? "released" : `${this.#bytes.length} bytes`})`;
	}
}

/** The function by which registry entries make one. */
export function makeBuffer(bytes: Uint8Array, isReadonly: boolean): PickleBuffer {
	return new PickleBuffer(bytes, { readonly: isReadonly });
}

function viewOf(buffer: unknown): Uint8Array {
	if (ArrayBuffer.isView(buffer)) return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
	const tag = Object.prototype.toString.call(buffer);
	if (tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]")
		return new Uint8Array(buffer as ArrayBuffer);
	throw new PyTypeError(`a bytes-like object is required, not '${typeName(buffer)}'`, { code: "argument" });
}

export function isPickleBuffer(value: object): value is PickleBuffer {
	return value instanceof PickleBuffer;
}
