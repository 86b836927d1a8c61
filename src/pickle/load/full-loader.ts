import type { PyError } from "../../errors.ts";
import { defaultRegistry } from "../../registry/default.ts";
import type { Registry } from "../../registry/registry.ts";
import type { LoadsOptions } from "../options.ts";
import { hintFor } from "./hint.ts";
import { Loader } from "./loader.ts";

/** The loader of everything but `BareUnpickler`: it has the types of the standard library, and hints. */
export class FullLoader extends Loader {
	/** @param outer the machine whose stream this one reads a pickle from, if it does */
	constructor(options: LoadsOptions = {}, callee = "loads", outer?: Loader) {
		super(options, defaultRegistry, callee, outer);
	}

	protected override another(_fallback: Registry, { buffers: _buffers, ...options }: LoadsOptions): Loader {
		return new FullLoader(options, "loads", this);
	}
	protected override hintFor(error: PyError, bytes: Uint8Array, base: number): string | undefined {
		return hintFor(error, bytes, base);
	}
}
