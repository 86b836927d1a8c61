/** Requests from standard input, read at once: the process has nothing else to do. */
import { readSync } from "node:fs";
import { BY_PATH, type Request } from "../jobs/requests.ts";
import { pause } from "./write-all.ts";

const STDIN = 0;
/** The most bytes that are read at once, as far as they are there. */
const WINDOW = 1 << 18;

export class RequestReader {
	readonly #window = Buffer.allocUnsafe(WINDOW);
	#at = 0;
	#end = 0;

	/** The first message, which says what to do. */
	first(): string | undefined {
		const length = this.#length();
		return length === undefined ? undefined : this.#bytes(length)?.toString();
	}
	/** The next request; undefined at the end. */
	next(): Request | undefined {
		const idLength = this.#length();
		if (idLength === undefined) return undefined;
		const id = this.#bytes(idLength);
		const length = this.#length();
		if (id === undefined || length === undefined) return undefined;
		if (length === BY_PATH) return { id, bytes: undefined };
		const bytes = this.#bytes(length);
		return bytes === undefined ? undefined : { id, bytes };
	}
	#length(): number | undefined {
		return this.#bytes(4)?.readUInt32BE(0);
	}
	/** The next bytes, as an array of their own. */
	#bytes(count: number): Buffer | undefined {
		const bytes = Buffer.alloc(count);
		let have = this.#window.copy(bytes, 0, this.#at, Math.min(this.#end, this.#at + count));
		this.#at += have;
		while (have < count) {
			// Much goes where it belongs at once.
			const isDirect = count - have >= WINDOW;
			const read = isDirect ? readSome(bytes, have) : readSome(this.#window, 0);
			if (read === 0) return undefined;
			if (isDirect) {
				have += read;
				continue;
			}
			const taken = this.#window.copy(bytes, have, 0, Math.min(read, count - have));
			have += taken;
			this.#at = taken;
			this.#end = read;
		}
		return bytes;
	}
}

/** Reads what is there, or waits; 0 at the end. */
function readSome(buffer: Buffer, at: number): number {
	for (;;) {
		try {
			return readSync(STDIN, buffer, at, buffer.length - at, null);
		} catch (error) {
			const { code } = error as { code?: unknown };
			if (code === "EOF") return 0;
			if (code !== "EAGAIN") throw error;
			pause();
		}
	}
}
