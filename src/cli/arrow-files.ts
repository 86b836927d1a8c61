/** Frames as files of Arrow, and back. */
import * as flechette from "@uwdata/flechette";
import { OSError, PyError } from "../errors.ts";
import { unlz4Sync } from "../formats/lz4-sync.ts";
import { DataFrame } from "../pandas/index.ts";
import { readingLimits } from "./limits.ts";
import { unzstdSync } from "./zstd-sync.ts";

/** Codecs by Arrow's numbers; buffers are only read so. */
function codec(
	decode: (bytes: Uint8Array, length: number) => Uint8Array,
): Parameters<typeof flechette.setCompressionCodec>[1] {
	return {
		encode: (bytes) => bytes,
		decode: (bytes: Uint8Array, length: number): Uint8Array => {
			if (!(length >= 0 && length <= readingLimits().memory)) throw new Error("a buffer is longer than may be");
			return decode(bytes, length);
		},
	};
}

/** A frame as a file of Arrow: Feather 2, as `pyarrow.feather` and `pyarrow.ipc.open_file` read it. */
export function arrowOf(frame: DataFrame): Uint8Array {
	return flechette.tableToIPC(frame.toArrow(flechette), { format: "file" }) as Uint8Array;
}

/**
 * Reads a file or stream of Arrow.
 *
 * @throws OSError (`source`) for a file that is damaged
 * @throws PyTypeError (`argument`) for a type that pandas has no columns of
 */
export function readArrow(bytes: Uint8Array): DataFrame {
	flechette.setCompressionCodec(0, codec(unlz4Sync));
	flechette.setCompressionCodec(1, codec(unzstdSync));
	try {
		const table = flechette.tableFromIPC(bytes, { useBigInt: true });
		return DataFrame.fromArrow(table, { limits: readingLimits() });
	} catch (error) {
		if (error instanceof PyError) throw error;
		const why = error instanceof Error ? error.message : String(error);
		throw new OSError(`cannot read Arrow: ${why}`, { code: "source", cause: error });
	}
}
