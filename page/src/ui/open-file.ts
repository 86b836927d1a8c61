/** A file that is open: its two workers, what is known of it, and who is told when that changes. */

import type { RemoteFile } from "../shared/remote.ts";
import type { BytesInfo, Estimate, FileInfo, Progress, ScanReport, Trouble } from "../shared/types.ts";
import { Cancelled, Client, WorkerTrouble } from "./client.ts";

export type Phase = "waiting" | "asking" | "reading" | "ready" | "cancelled" | "failed";

let lastId = 0;

export class OpenFile {
	readonly id = ++lastId;
	readonly name: string;
	readonly file: Blob | RemoteFile;
	/** Files that came together with this one, by name. */
	readonly #beside: ReadonlyMap<string, Blob | RemoteFile>;
	phase: Phase = "waiting";
	info: FileInfo | undefined;
	scan: ScanReport | undefined;
	scanTrouble: Trouble | undefined;
	progress: Progress | undefined;
	estimate: Estimate | undefined;
	trouble: Trouble | undefined;
	bytes: BytesInfo | undefined;
	/** Counts what changes the rows of the tree. */
	version = 0;
	#values: Client | undefined;
	#bytes: Client | undefined;
	#bytesReady: Promise<BytesInfo> | undefined;
	readonly #listeners = new Set<() => void>();

	constructor(file: Blob | RemoteFile, name: string, beside: ReadonlyMap<string, Blob | RemoteFile> = new Map()) {
		this.#beside = beside;
		this.file = file;
		this.name = name;
	}
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
	#changed(): void {
		for (const listener of this.#listeners) listener();
	}

	/** The worker that has the value. */
	get values(): Client {
		if (this.#values === undefined) {
			this.#values = new Client();
			this.#values.onProgress = (progress) => {
				// The marks of shares come after everything else.
				if (this.phase === "ready" || progress.rows !== undefined) this.version++;
				this.progress = this.phase === "ready" && progress.done >= progress.total ? undefined : progress;
				this.#changed();
			};
			void this.#values.call("start", this.file, this.name, "value", this.#beside);
		}
		return this.#values;
	}
	/** The worker that has the bytes. */
	get bytesClient(): Client {
		if (this.#bytes === undefined) {
			this.#bytes = new Client();
			void this.#bytes.call("start", this.file, this.name, "bytes");
		}
		return this.#bytes;
	}

	/** Reads the file; one that may not fit is asked about first. */
	async open(isSure = false): Promise<void> {
		this.#scan();
		try {
			if (!isSure) {
				this.estimate = await this.values.call<Estimate | undefined>("estimate");
				if (this.estimate !== undefined && !this.estimate.fits) {
					this.phase = "asking";
					this.#changed();
					return;
				}
			}
			this.phase = "reading";
			this.#changed();
			this.info = await this.values.call<FileInfo>("open");
			this.phase = "ready";
			this.progress = undefined;
			this.version++;
		} catch (error) {
			this.progress = undefined;
			this.phase = error instanceof Cancelled ? "cancelled" : "failed";
			if (error instanceof WorkerTrouble) this.trouble = error.trouble;
			else if (!(error instanceof Cancelled)) this.trouble = { name: "Error", message: String(error) };
		}
		this.#changed();
	}
	#scan(): void {
		if (this.scan !== undefined) return;
		this.bytesClient
			.call<ScanReport>("scan")
			.then((report) => {
				this.scan = report;
				this.#changed();
			})
			.catch((error: unknown) => {
				if (error instanceof WorkerTrouble) this.scanTrouble = error.trouble;
				this.#changed();
			});
	}
	/** The size and the opcodes that the hex view and the disassembly show, found out when it is first asked for. */
	bytesInfo(): Promise<BytesInfo> {
		this.#bytesReady ??= this.bytesClient.call<BytesInfo>("info").then((info) => {
			this.bytes = info;
			this.#changed();
			return info;
		});
		return this.#bytesReady;
	}
	/** Stops the reading; the bytes can still be looked at. */
	cancel(): void {
		this.#values?.end();
		this.#values = undefined;
		this.phase = "cancelled";
		this.progress = undefined;
		this.#changed();
	}
	close(): void {
		this.#values?.end();
		this.#bytes?.end();
		this.#listeners.clear();
	}
}
