/** JSON Lines: bytes in pieces, documents by the line. */

const NEWLINE = 10;

/** Cuts bytes into lines, however they come. */
export class LineSplitter {
	readonly #take: (line: Uint8Array) => void;
	/** The start of a line whose end has not come. */
	#parts: Uint8Array[] = [];

	/** @param take gets every line, without its newline */
	constructor(take: (line: Uint8Array) => void) {
		this.#take = take;
	}

	push(piece: Uint8Array): void {
		let start = 0;
		for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
			this.#parts.push(piece.subarray(start, end));
			this.#flush();
			start = end + 1;
		}
		if (start < piece.length) this.#parts.push(piece.subarray(start));
	}

	/** The last line need not end in a newline. */
	end(): void {
		if (this.#parts.length > 0) this.#flush();
	}

	#flush(): void {
		const [only] = this.#parts;
		const line = this.#parts.length === 1 ? (only as Uint8Array) : Buffer.concat(this.#parts);
		this.#parts = [];
		this.#take(line);
	}
}
