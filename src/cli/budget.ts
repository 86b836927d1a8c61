/** How much a command may write: a pickle of 400 bytes can share its parts so that its text has more than a disk holds. */
import { type ArgumentParser, SUPPRESS } from "argparse";

/** The budget of every command: how much it may write, in all and for each byte that it reads. */
const FIXED = 2 ** 26;
const PER_BYTE = 64;

/** The output would be longer than is allowed; the exit code is 1. */
export class OutputLimitError extends Error {}

/** Counts what is read and what is written, of one run of a command. */
export class OutputBudget {
	readonly #given: number | undefined;
	#allowed: number;
	#used = 0;

	/** @param given the most bytes that may be written; undefined is 64 MiB, and 64 times what is read */
	constructor(given: number | undefined) {
		this.#given = given;
		this.#allowed = given ?? FIXED;
	}

	/** So many bytes were read. */
	read(count: number): void {
		if (this.#given === undefined) this.#allowed += PER_BYTE * count;
	}
	/** Passes bytes through and counts them as read. */
	async *counted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
		for await (const piece of source) {
			this.read(piece.length);
			yield piece;
		}
	}
	/**
	 * So much is to be written.
	 *
	 * @throws OutputLimitError when that is too much
	 */
	write(chunk: string | Uint8Array): void {
		this.#used += chunk.length;
		if (this.#used <= this.#allowed) return;
		const why = this.#given === undefined ? ", which is 64 MiB and 64 times the input" : "";
		throw new OutputLimitError(
			`the output is longer than ${this.#allowed} bytes${why}; --max-output raises that, as in --max-output 10G`,
		);
	}
}

/** Adds `--max-output` to a command. Where the help is Python's own, it is not in it. */
export function addMaxOutput(parser: ArgumentParser, hidden = false): void {
	parser.add_argument("--max-output", {
		type: size,
		metavar: "SIZE",
		help: hidden
			? SUPPRESS
			: "write at most so many bytes, such as 500M or 10G, and fail beyond (default: 64 MiB plus 64 times the input)",
	});
}

export { size as byteCount };

/** A number of bytes, perhaps with K, M, G or T. */
function size(text: string): number {
	const [, digits, unit] = /^(\d{1,15})([KMGT]?)(?:i?B)?$/i.exec(text) ?? [];
	if (digits === undefined) throw new TypeError(text);
	return Number(digits) * 1024 ** " KMGT".indexOf((unit ?? "").toUpperCase() || " ");
}
