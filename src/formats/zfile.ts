/** The container of joblib before 0.10: `ZF`, the length in hexadecimal digits, and zlib. */

/** `ZF` and 19 characters; joblib up to 0.8.4 on Python 2 has a space more. */
const HEADER = 21;

/**
 * The zlib data of a file.
 *
 * @param source the bytes, which start with `ZF`
 * @returns what comes after the header
 * @throws Error for a header that is not one
 */
export async function* zlibOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
	let head = new Uint8Array(0);
	let isOpen = true;
	for await (const piece of source) {
		if (!isOpen) {
			yield piece;
			continue;
		}
		const joined = new Uint8Array(head.length + piece.length);
		joined.set(head);
		joined.set(piece, head.length);
		head = joined;
		if (head.length <= HEADER) continue;
		const text = String.fromCharCode(...head.subarray(0, HEADER));
		if (!/^ZF0x[\da-fA-F]{1,16}L? *$/.test(text)) throw new Error("the header is damaged");
		isOpen = false;
		yield head.subarray(head[HEADER] === 0x20 ? HEADER + 1 : HEADER);
	}
	if (isOpen) throw new Error("the data ended early");
}
