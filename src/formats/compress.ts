/** Packing, by the platform. */
import { NotImplementedError } from "../errors.ts";
import type { Bytes } from "./decompress.ts";
import { nodeZlib, type WebTransform, webCompressor } from "./platform.ts";
import { throughNode, throughWeb } from "./through.ts";

/** The formats that the platform packs into. */
export type CompressKind = "gzip" | "zlib" | "deflate-raw";

/** How much is compressed by {@link compress}. */
export interface CompressOptions {
	/** 0 (not at all) to 9 (most); a page has only its own level. @defaultValue 6 */
	readonly level?: number;
}

/**
 * Packs bytes as they come.
 *
 * @param source the bytes
 * @param kind what to pack them into
 * @param options how much
 * @returns the packed bytes
 * @throws NotImplementedError (`source`) where the platform cannot
 */
export function compress(source: Bytes, kind: CompressKind, options: CompressOptions = {}): Bytes {
	const zlib = nodeZlib();
	const level = { level: options.level ?? 6 };
	if (zlib !== undefined) {
		if (kind === "gzip") return throughNode(source, zlib.createGzip(level));
		return throughNode(source, kind === "zlib" ? zlib.createDeflate(level) : zlib.createDeflateRaw(level));
	}
	const stream: WebTransform | undefined = webCompressor(kind === "zlib" ? "deflate" : kind);
	if (stream === undefined) {
		throw new NotImplementedError(`this platform cannot compress ${kind}`, { code: "source" });
	}
	return throughWeb(source, stream);
}
