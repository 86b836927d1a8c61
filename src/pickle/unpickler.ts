import { FullLoader } from "./load/full-loader.ts";
import { type PickleSource, SourceUnpickler, type UnpicklerOptions } from "./load/source-unpickler.ts";

export type { LoadOptions, PickleSource } from "./load/source-unpickler.ts";

/**
 * Reads values one after the other, as Python's `pickle.Unpickler`: the memo stays between them, as a
 * `Pickler` that dumps several values shares it. To decide about classes and persistent ids, give the options,
 * or override {@link findClass} and {@link persistentLoad} in a subclass. With a `schema` the values have its type.
 *
 * @example
 * ```ts
 * import { pickle } from "brine";
 * const two = new Blob([pickle.dumps(1), pickle.dumps("two")]);
 * const unpickler = new pickle.Unpickler(two);
 * await unpickler.load(); // 1
 * await unpickler.load(); // "two", and the next one is EOFError: Ran out of input
 * ```
 */
export class Unpickler<Output = unknown> extends SourceUnpickler<Output> {
	/**
	 * @param source bytes, or a source; see `Source`
	 * @param options as those of `loads`, and `signal`
	 * @throws PyTypeError (`source`) when nothing can be read from it
	 */
	constructor(source: PickleSource, options?: UnpicklerOptions<Output> | null) {
		super(source, options, (hooks) => new FullLoader(hooks, "Unpickler"));
	}
}
