/** Writing a tar archive of one file, in the form of POSIX 1988 (ustar), which every tar reads. */
import { encodeUtf8 } from "../bytes/utf8.ts";
import { ValueError } from "../errors.ts";

const BLOCK = 512;
/** The longest name of a file, and the largest size that twelve octal digits and their end hold. */
const MOST_NAME = 100;
const MOST_SIZE = 8 ** 11 - 1;

/**
 * An archive of one file; what is written depends on the name and the content alone.
 *
 * @param name the file, without a folder
 * @param pieces its content
 * @returns the bytes, in pieces
 * @throws ValueError (`file`) for a name of more than 100 bytes, and for more than 8 GiB
 */
export function* tarOf(name: string, pieces: readonly Uint8Array[]): Generator<Uint8Array, void, undefined> {
	const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
	const named = encodeUtf8(name);
	if (named.length > MOST_NAME || size > MOST_SIZE) {
		throw new ValueError(`'${name}' is too ${named.length > MOST_NAME ? "long a name" : "large"} for a tar archive`, {
			code: "file",
		});
	}
	yield headerOf(named, size);
	yield* pieces;
	// The rest of the last block, two empty ones, and up to a whole record of twenty.
	const whole = Math.ceil(size / BLOCK) + 1 + 2;
	const blocks = Math.ceil(whole / 20) * 20;
	yield new Uint8Array(blocks * BLOCK - BLOCK - size);
}

function headerOf(name: Uint8Array, size: number): Uint8Array {
	const header = new Uint8Array(BLOCK);
	header.set(name);
	const put = (at: number, text: string): void => header.set(encodeUtf8(text), at);
	const octal = (at: number, value: number, digits: number): void => put(at, value.toString(8).padStart(digits, "0"));
	octal(100, 0o644, 7);
	octal(108, 0, 7);
	octal(116, 0, 7);
	octal(124, size, 11);
	octal(136, 0, 11);
	put(156, "0");
	put(257, "ustar\u000000");
	// The sum is made as if it were spaces itself.
	put(148, " ".repeat(8));
	octal(
		148,
		header.reduce((sum, byte) => sum + byte, 0),
		6,
	);
	header[154] = 0;
	return header;
}
