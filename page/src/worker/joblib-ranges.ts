/** A large file of joblib: the values are read in order, and what is raw bytes of an array stays in the file till it is looked at. */
import { registry } from "../../../src/cli/library-forms.ts";
import { arrayFollowing, arrayWrapper, type FollowingArray } from "../../../src/joblib/wrappers.ts";
import { NDARRAY, NDArray } from "../../../src/numpy/ndarray.ts";
import { type LoadOptions, Unpickler } from "../../../src/pickle/index.ts";
import { createRegistry, type StreamRequest } from "../../../src/registry/registry.ts";
import { LazyArray } from "./values.ts";

/** Arrays of fewer bytes are read at once. */
const SMALL = 1 << 20;
/** Bytes that are fetched at once. */
const PIECE = 1 << 18;

/** Modules whose values take the items of arrays in when they are built. */
const NEEDS_ITEMS = /^(pandas|scipy|pyarrow|torch|numpy\.ma)(\.|$)/;

/** A file in order, from which parts are left out. */
class InOrder {
	/** The next byte. */
	position = 0;
	readonly #blob: Blob;
	#piece = new Uint8Array(0);
	#start = 0;
	constructor(blob: Blob) {
		this.#blob = blob;
	}
	async #rest(): Promise<Uint8Array> {
		const at = this.position - this.#start;
		if (at >= 0 && at < this.#piece.length) return this.#piece.subarray(at);
		this.#start = this.position;
		this.#piece = new Uint8Array(await this.#blob.slice(this.#start, this.#start + PIECE).arrayBuffer());
		return this.#piece;
	}
	async read(most: number): Promise<Uint8Array> {
		const part = (await this.#rest()).subarray(0, most);
		this.position += part.length;
		return part;
	}
	async readline(): Promise<Uint8Array> {
		const rest = await this.#rest();
		const end = rest.indexOf(0x0a);
		return this.read(end === -1 ? rest.length : end + 1);
	}
}

/**
 * Reads a file of joblib that is not packed; its large arrays are {@link LazyArray}s.
 *
 * @throws whatever reading throws, and where something wants the items of such an array: then all has to be read
 */
export async function joblibByRanges(blob: Blob, options: LoadOptions): Promise<unknown> {
	const file = new InOrder(blob);
	function* left({ about, length, isPadded }: FollowingArray): Generator<StreamRequest, unknown, unknown> {
		if (about.dtype.hasObject) return yield "pickle";
		if (isPadded) {
			const [padding = 0] = (yield { bytes: 1 }) as Uint8Array;
			yield { bytes: padding };
		}
		if (length < SMALL || about.pyClass !== NDARRAY)
			return new NDArray({ ...about, data: (yield { bytes: length }) as Uint8Array });
		const start = file.position;
		file.position += length;
		if (file.position > blob.size) throw new RangeError("the file ends within an array");
		return new LazyArray(
			about,
			blob,
			start,
			async () => new NDArray({ ...about, data: await blob.slice(start, start + length).arrayBuffer() }),
		);
	}
	const types = createRegistry(registry, {
		...arrayWrapper,
		readAfter: ({ state }, context) => left(arrayFollowing(state, context)),
	});
	const findClass = (module: string): undefined => {
		if (NEEDS_ITEMS.test(module)) throw new Error(`${module} needs the items of its arrays`);
	};
	const unpickler = new Unpickler(file, { ...options, registry: types, findClass });
	try {
		return await unpickler.load();
	} finally {
		await unpickler.close();
	}
}
