/** Node's writable streams: back-pressure, failures and early ends. */
import { ValueError } from "../errors.ts";
import type { ChunkWriter } from "./chunk.ts";
import { systemError, toOSError } from "./system-error.ts";
import { type Utf8Encoder, utf8Encoder } from "./utf8-encoder.ts";

type Listener = (error?: unknown) => void;

/** A writable stream of Node: files, sockets, HTTP messages, standard output. */
export interface NodeWritableLike {
	write(chunk: never, done: (error?: Error | null) => void): boolean;
	end(...rest: never[]): unknown;
	once(event: never, listener: never): unknown;
}

/** Methods of such a stream, of which older ones lack some. */
interface NodeWritable {
	readonly destroyed?: boolean;
	readonly closed?: boolean;
	readonly writableEnded?: boolean;
	readonly writableCorked?: number;
	readonly writableObjectMode?: boolean;
	readonly errored?: unknown;
	write(chunk: Uint8Array | string, done: Listener): boolean;
	on(event: string, listener: Listener): unknown;
	off(event: string, listener: Listener): unknown;
}

/** Writes to a Node stream until it fails, closes or ends; the stream itself is never ended here. */
export class NodeWriter implements ChunkWriter {
	readonly #stream: NodeWritable;
	readonly #encode: Utf8Encoder = utf8Encoder();
	/** Chunks that the stream has not yet confirmed. */
	#pending = 0;
	#failure: { readonly error: unknown } | undefined;
	/** Whoever waits: for room, or for the last confirmation. */
	#wake: (() => void) | undefined;
	readonly #listeners: Readonly<Record<"error" | "close" | "finish" | "drain", Listener>>;

	constructor(stream: NodeWritableLike) {
		this.#stream = stream as unknown as NodeWritable;
		const { destroyed, closed, writableEnded, errored } = this.#stream;
		if (errored !== undefined && errored !== null) throw toOSError(errored, "sink");
		if (destroyed || closed || writableEnded) throw new ValueError("write to closed file", { code: "sink" });
		this.#listeners = {
			error: (error) => this.#fail(error),
			close: () => this.#fail(systemError("EPIPE", "sink")),
			finish: () => this.#fail(systemError("EPIPE", "sink")),
			drain: () => this.#wake?.(),
		};
		this.#listen("on");
	}

	write(chunk: Uint8Array | string): Promise<void> | undefined {
		this.#check();
		const data = this.#stream.writableObjectMode === true ? chunk : this.#encode(chunk);
		if (data.length === 0) return undefined;
		this.#pending++;
		const room = this.#stream.write(data, (error) => {
			this.#pending--;
			if (error) this.#fail(error);
			else if (this.#pending === 0) this.#wake?.();
		});
		return room ? undefined : this.#drained();
	}

	/** Waits for room: "drain" comes, or everything is confirmed, whatever is first. */
	async #drained(): Promise<void> {
		await this.#woken();
		this.#check();
	}

	#woken(): Promise<void> {
		return new Promise((resolve) => {
			this.#wake = resolve;
			if (this.#failure !== undefined) resolve();
		});
	}

	async close(): Promise<void> {
		try {
			this.#encode(undefined);
			// A corked stream confirms nothing before its owner uncorks it.
			while (this.#pending > 0 && this.#failure === undefined && !this.#stream.writableCorked) await this.#woken();
			this.#check();
		} finally {
			this.#release();
		}
	}

	async abort(): Promise<void> {
		this.#release();
	}

	#release(): void {
		// The failure has been told; the event that may still follow it must not end the process.
		if (this.#failure !== undefined) this.#stream.on("error", () => undefined);
		this.#listen("off");
	}

	#listen(how: "on" | "off"): void {
		for (const [event, listener] of Object.entries(this.#listeners)) this.#stream[how](event, listener);
	}

	#fail(error: unknown): void {
		this.#failure ??= { error };
		this.#wake?.();
	}

	#check(): void {
		if (this.#failure !== undefined) throw toOSError(this.#failure.error, "sink");
	}
}
