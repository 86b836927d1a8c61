import type { Registry } from "../registry/registry.ts";
import { Loader } from "./load/loader.ts";
import { type PickleSource, SourceUnpickler, type UnpicklerOptions } from "./load/source-unpickler.ts";

/**
 * An {@link Unpickler} without types of its own: the `registry` has to be given, and is all there is. A bundle that
 * reads with this class alone has neither the types of the standard library nor the hints of errors about files of
 * other formats, and is a third smaller. `builtins` of `brine/types` has what pickles of sets, bytes and instances need at
 * the older protocols.
 *
 * @example
 * ```ts
 * import { pickle } from "brine";
 * import { builtins } from "brine/types";
 * const unpickler = new pickle.BareUnpickler(pickle.dumps([new Set([1]), 1.5]), { registry: builtins });
 * unpickler.loadSync(); // [Set { 1 }, 1.5]
 * ```
 */
export class BareUnpickler<Output = unknown> extends SourceUnpickler<Output> {
	/**
	 * @param source bytes, or a source; see `Source`
	 * @param options as those of `loads`, with a `registry`; and `signal`
	 * @throws PyTypeError (`source`) when nothing can be read from it
	 */
	constructor(source: PickleSource, options: UnpicklerOptions<Output> & { readonly registry: Registry }) {
		super(source, options, (hooks) => new Loader(hooks, options.registry, "BareUnpickler"));
	}
}
