/** The platform's decoder of UTF-8, which faster ones are held against. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Its text; undefined for bytes that it refuses. */
export function platformText(bytes: Uint8Array): string | undefined {
	try {
		return decoder.decode(bytes);
	} catch {
		return undefined;
	}
}
