/** The options of calls: those of the decoder or encoder, and what concerns the call alone. */
import type { AbortSignalLike } from "../bytes/signal.ts";
import type { StandardSchema } from "../schema.ts";
import type { JSONDecoder } from "./decoder.ts";
import type { JSONEncoder } from "./encoder.ts";
import type { DecoderOptions, EncoderOptions } from "./options.ts";

/** The type of the values that a schema declares; `unknown` without a schema. */
export type SchemaOutput<S> = S extends StandardSchema<infer Output> ? Output : unknown;

/** {@link DecoderOptions}, and what concerns the call. */
export interface LoadsOptions<S extends StandardSchema | undefined = StandardSchema | undefined>
	extends DecoderOptions {
	/** The decoder class to use. @defaultValue `JSONDecoder` */
	readonly cls?: (new (options: DecoderOptions) => JSONDecoder) | null;
	/** Extension: a Standard Schema that checks the value and declares its type. */
	readonly schema?: S;
}

/** {@link LoadsOptions} of work that waits. */
export interface LoadOptions<S extends StandardSchema | undefined = StandardSchema | undefined>
	extends LoadsOptions<S> {
	/** Aborts the work when it fires. */
	readonly signal?: AbortSignalLike | undefined;
}

/** {@link EncoderOptions}, and what concerns the call. */
export interface DumpsOptions extends EncoderOptions {
	/** The encoder class to use. @defaultValue `JSONEncoder` */
	readonly cls?: (new (options: EncoderOptions) => JSONEncoder) | null;
}

/** {@link DumpsOptions} of work that waits. */
export interface DumpOptions extends DumpsOptions {
	/** Aborts the work when it fires. */
	readonly signal?: AbortSignalLike | undefined;
}
