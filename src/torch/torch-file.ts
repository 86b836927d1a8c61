/** A file of torch that is open. */

import { decodeUtf8Strict } from "../bytes/utf8.ts";
import { LimitError } from "../errors.ts";
import type { ZipEntry } from "../formats/zip.ts";
import { loads } from "../pickle/loads.ts";
import { recordOf } from "./archive.ts";
import { torchTypes } from "./entries.ts";
import type { OpenFile, TorchFormat } from "./open-file.ts";
import type { SparseTensor } from "./sparse-tensor.ts";
import { namedTensors } from "./state-dict.ts";
import type { Storage } from "./storage.ts";
import type { Tensor } from "./tensor.ts";
import { type TorchVersion, type WeightsOnly, weightsOnly } from "./weights-only.ts";

/**
 * A file of `torch.save` of which the numbers have not been read, as {@link loadIndex} returns it.
 */
export class TorchFile {
	/** Which of torch's formats it is. */
	readonly format: TorchFormat;
	/** The value that was saved; the storages of its tensors are read when they are asked for. */
	readonly value: unknown;
	/** The version in the archive; undefined for other formats. */
	readonly version: string | undefined;
	/** The order of bytes in the file. Those that are read are in the machine's. */
	readonly byteorder: "little" | "big";
	/** All storages that its tensors are views of, in the order of the pickle. */
	readonly storages: readonly Storage[];
	/** The sources of modules' classes, which torch before 1.6 put into its files, by the full name of the class. */
	readonly sources: ReadonlyMap<string, string>;
	readonly #file: OpenFile;
	readonly #memory: number;
	#tensors: Map<string, Tensor | SparseTensor> | undefined;

	/** @internal */
	constructor(file: OpenFile, memory: number) {
		this.format = file.format;
		this.value = file.value;
		this.version = file.version;
		this.byteorder = file.isBig === true ? "big" : "little";
		this.storages = file.table.storages;
		this.sources = file.table.sources;
		this.#file = file;
		this.#memory = memory;
	}
	/** Every tensor in the value by its path, such as `"model.layer.weight"`; one that is there twice has its first path. */
	get tensors(): ReadonlyMap<string, Tensor | SparseTensor> {
		this.#tensors ??= namedTensors(this.value);
		return this.#tensors;
	}
	/** The names of all members of an archive, without its folder. */
	get members(): string[] {
		const { archive } = this.#file;
		return archive === undefined ? [] : archive.zip.entries.map(({ name }) => name.slice(archive.root.length));
	}
	/**
	 * A member of an archive, such as a file that `torch.jit.save` was given as extra.
	 *
	 * @param name without the folder
	 * @returns its bytes; undefined when there is none
	 */
	async member(name: string): Promise<Uint8Array | undefined> {
		const { archive } = this.#file;
		const entry = archive?.zip.get(`${archive.root}${name}`);
		if (archive === undefined || entry === undefined) return undefined;
		this.#check([entry]);
		return recordOf(archive.zip, entry.name);
	}
	#check(entries: readonly ZipEntry[]): void {
		const size = entries.reduce((sum, entry) => sum + entry.size, 0);
		if (size > this.#memory) throw new LimitError("memory", this.#memory);
	}
	/**
	 * The Python code of a TorchScript archive as text, by the name of the file; nothing of it runs.
	 *
	 * @returns an empty map for other files
	 */
	async code(): Promise<Map<string, string>> {
		const { archive } = this.#file;
		const texts = new Map<string, string>();
		const folder = `${archive?.root ?? ""}code/`;
		const entries = archive?.zip.entries.filter(({ name }) => name.startsWith(folder) && name.endsWith(".py")) ?? [];
		this.#check(entries);
		for (const { name } of entries) {
			const bytes = (await this.member(name.slice((archive?.root ?? "").length))) as Uint8Array;
			texts.set(name.slice(folder.length), decodeUtf8Strict(bytes, 0, bytes.length));
		}
		return texts;
	}
	/**
	 * The constants of a TorchScript archive: a tuple; undefined for other files. Their storages are read when they are asked for.
	 */
	async constants(): Promise<unknown> {
		const bytes = await this.member("constants.pkl");
		const { constants } = this.#file;
		if (bytes === undefined || constants === undefined) return undefined;
		return loads(bytes, { registry: torchTypes, persistentLoad: (id) => constants.find(id) });
	}
	/**
	 * Whether `torch.load(…, weights_only=True)` takes the file, and the first thing that it would refuse.
	 *
	 * @param torch which torch: `"1.13"` or `"2.15"`. Default: `"2.15"`
	 */
	weightsOnly(torch: TorchVersion = "2.15"): WeightsOnly {
		return weightsOnly(this.#file.pickle, { torch, format: this.format });
	}
}
