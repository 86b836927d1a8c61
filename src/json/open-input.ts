/** Opens what JSON is read from and written to. */
import type { ChunkReader, SyncChunkReader } from "../bytes/chunk.ts";
import { openSource, openSyncSource, type Source, type SyncSource } from "../bytes/source.ts";
import { AttributeError, PyTypeError } from "../errors.ts";
import { typeName } from "../values/type-name.ts";
import type { LoadOptions } from "./call-options.ts";
import { asSource, type JSONSource, type JSONText } from "./input.ts";

/** Opens a source of text or bytes. */
export function openInput(source: JSONSource, signal: LoadOptions["signal"]): ChunkReader {
	return opened(source, "read", () => openSource(asSource<Source>(source), signal ?? undefined));
}
/** Opens a source that answers at once. */
export function openSyncInput(file: JSONText | SyncSource): SyncChunkReader {
	return opened(file, "read", () => openSyncSource(asSource<SyncSource>(file)));
}

/** Opens a source or sink, with the error that Python's `json` raises for what is neither. */
export function opened<T>(file: unknown, method: "read" | "write", open: () => T): T {
	try {
		return open();
	} catch (error) {
		if (!(error instanceof PyTypeError)) throw error;
		throw new AttributeError(`'${typeName(file)}' object has no attribute '${method}'`, {
			code: error.code,
			cause: error,
			hint: error.hint,
		});
	}
}
