/** What has a {@link signature}: lists, tuples and `bytes`. */
export type Sequence = readonly unknown[] | Uint8Array;

/**
 * A number that an array keeps as long as it does not change: of its length and of what it begins and ends with. Arrays
 * of different numbers and texts mostly have different ones, and those with numbers in order have neighbours, which a
 * table keeps in one place.
 */
export function signature(array: Sequence): number {
	const { length } = array;
	if (length === 0) return 0;
	if (array instanceof Uint8Array) return bytesSignature(array);
	let sign = length + part(array[0]);
	if (length > 1) sign = Math.imul(sign, 3) + part(array[1]);
	if (length > 2) sign = Math.imul(sign, 5) + part(array[length - 1]);
	return sign | 0;
}

/** Of the last bytes above all, which differ where moments are written that follow each other. */
function bytesSignature(bytes: Uint8Array): number {
	const { length } = bytes;
	let sign = length;
	for (let i = Math.max(0, length - 16); i < length; i++) sign = (Math.imul(sign, 31) + (bytes[i] as number)) | 0;
	return sign;
}

function part(value: unknown): number {
	if (typeof value === "number") {
		// Floats between the ints are told apart too.
		return (value | 0) === value ? value : (value * 0x3ffff) | 0;
	}
	if (typeof value === "string") {
		const { length } = value;
		if (length === 0) return 7;
		const ends = Math.imul(value.charCodeAt(length - 1), 31) + Math.imul(value.charCodeAt(0), 0x3779);
		return length < 3
			? ends
			: ends + Math.imul(value.charCodeAt(length - 2), 0x1f1) + Math.imul(value.charCodeAt(length >> 1), 0x9e5);
	}
	if (Array.isArray(value)) {
		const first: unknown = value[0];
		return Math.imul(value.length, 0x51ed) + (typeof first === "number" ? first | 0 : 0);
	}
	return value === true ? 13 : 5;
}
