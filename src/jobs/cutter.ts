/** Cuts what comes through a pipe into requests and answers. */
import { ValueError } from "../errors.ts";
import { MOST_ID, type Request } from "./requests.ts";

/** Bytes that came in pieces and are taken in others. Each is copied once at most. */
class Pieces {
	#pieces: Uint8Array[] = [];
	#first = 0;
	#at = 0;
	/** How many bytes are here. */
	length = 0;

	push(piece: Uint8Array): void {
		if (piece.length === 0) return;
		this.#pieces.push(piece);
		this.length += piece.length;
	}
	/** The next bytes; undefined until all of them are here. */
	take(count: number): Uint8Array | undefined {
		if (count > this.length) return undefined;
		if (count === 0) return new Uint8Array(0);
		const first = this.#cut(count);
		if (first.length === count) return first;
		const taken = [first];
		for (let missing = count - first.length; missing > 0; ) {
			const part = this.#cut(missing);
			missing -= part.length;
			taken.push(part);
		}
		return Buffer.concat(taken, count);
	}
	/** Lets go of at most so many bytes, and returns how many. */
	drop(most: number): number {
		const count = Math.min(most, this.length);
		for (let missing = count; missing > 0; ) missing -= this.#cut(missing).length;
		return count;
	}
	/** The next four bytes as a number. */
	takeLength(): number | undefined {
		const bytes = this.take(4);
		return bytes === undefined ? undefined : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
	}
	/** At most so many bytes, all from one piece. */
	#cut(most: number): Uint8Array {
		const piece = this.#pieces[this.#first] as Uint8Array;
		const part = piece.subarray(this.#at, this.#at + most);
		this.length -= part.length;
		this.#at += part.length;
		if (this.#at < piece.length) return part;
		this.#at = 0;
		this.#first++;
		// Pieces that are used up are let go of now and then, so that each is moved once at most.
		if (this.#first * 2 >= this.#pieces.length) {
			this.#pieces = this.#pieces.slice(this.#first);
			this.#first = 0;
		}
		return part;
	}
}

/** Cuts requests out of `--frames`. */
export class RequestCutter {
	readonly #pieces = new Pieces();
	readonly #most: number;
	#idLength: number | undefined;
	#id: Uint8Array | undefined;
	#length: number | undefined;
	/** Bytes of a request that is too long, which are let go of as they come. */
	#unwanted = 0;

	/** @param most the most bytes of a request that are kept */
	constructor(most: number) {
		this.#most = most;
	}
	/** Whether the bytes so far end within a request. */
	get inside(): boolean {
		return this.#pieces.length > 0 || this.#idLength !== undefined || this.#unwanted > 0;
	}
	push(piece: Uint8Array): void {
		this.#pieces.push(piece);
	}
	/**
	 * The next request.
	 *
	 * @returns undefined until all of it is here
	 * @throws ValueError (`source`) for an id that is too long for one: what comes are not requests
	 */
	next(): Request | undefined {
		if (this.#unwanted > 0) this.#unwanted -= this.#pieces.drop(this.#unwanted);
		if (this.#unwanted > 0) return undefined;
		this.#idLength ??= this.#pieces.takeLength();
		if (this.#idLength === undefined) return undefined;
		if (this.#idLength > MOST_ID) {
			throw new ValueError(`the length of an id is ${this.#idLength}, at most ${MOST_ID} are allowed`, {
				code: "source",
				hint: "requests are the length of an id in four bytes, the highest first, the id, the length of the bytes, and they",
			});
		}
		this.#id ??= this.#pieces.take(this.#idLength);
		if (this.#id === undefined) return undefined;
		this.#length ??= this.#pieces.takeLength();
		if (this.#length === undefined) return undefined;
		const [id, length] = [this.#id, this.#length];
		if (length > this.#most) {
			this.#restart();
			this.#unwanted = length - this.#pieces.drop(length);
			return { id, bytes: new Uint8Array(0), refused: length };
		}
		const bytes = this.#pieces.take(length);
		if (bytes === undefined) return undefined;
		this.#restart();
		return { id, bytes };
	}
	#restart(): void {
		this.#idLength = undefined;
		this.#id = undefined;
		this.#length = undefined;
	}
}

/** Cuts answers, which come after their lengths. */
export class AnswerCutter {
	readonly #pieces = new Pieces();
	#length: number | undefined;
	push(piece: Uint8Array): void {
		this.#pieces.push(piece);
	}
	/** The JSON of the next answer; undefined until all of it is here. */
	next(): Uint8Array | undefined {
		this.#length ??= this.#pieces.takeLength();
		if (this.#length === undefined) return undefined;
		const json = this.#pieces.take(this.#length);
		if (json !== undefined) this.#length = undefined;
		return json;
	}
}

/** Cuts lines, each of them the path of a file. The last one need not end. */
export class LineCutter {
	readonly #end: number;
	readonly #most: number;
	#held: Uint8Array[] = [];
	#kept = 0;
	#length = 0;

	/**
	 * @param end the byte that ends a line
	 * @param most the most bytes of a line that are kept
	 */
	constructor(end: number, most: number = MOST_ID) {
		this.#end = end;
		this.#most = most;
	}
	/** The lines that end in a piece. */
	*requests(piece: Uint8Array): Generator<Request, void, undefined> {
		let at = 0;
		for (let end = piece.indexOf(this.#end); end >= 0; end = piece.indexOf(this.#end, at)) {
			this.#hold(piece.subarray(at, end));
			yield this.#request();
			at = end + 1;
		}
		// A copy: the piece may be large and the rest short.
		if (at < piece.length) this.#hold(piece.slice(at));
	}
	/** The bytes after the last end of a line. */
	last(): Request | undefined {
		return this.#length === 0 ? undefined : this.#request();
	}
	#hold(part: Uint8Array): void {
		this.#length += part.length;
		const kept = part.subarray(0, this.#most - this.#kept);
		if (kept.length === 0) return;
		this.#held.push(kept);
		this.#kept += kept.length;
	}
	#request(): Request {
		const id = this.#held.length === 1 ? (this.#held[0] as Uint8Array) : Buffer.concat(this.#held, this.#kept);
		const length = this.#length;
		this.#held = [];
		this.#kept = 0;
		this.#length = 0;
		return length > this.#most ? { id, bytes: undefined, refused: length } : { id, bytes: undefined };
	}
}
