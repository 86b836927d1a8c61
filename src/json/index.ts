/**
 * Python's `json`, with streams, events and lines.
 *
 * @module brine/json
 */

export type { Sink, SyncSink } from "../bytes/sink.ts";
export type { Source, SyncSource } from "../bytes/source.ts";
export { SchemaError, type SchemaIssue, type SchemaResult, type StandardSchema } from "../schema.ts";
export type { DumpOptions, DumpsOptions, LoadOptions, LoadsOptions, SchemaOutput } from "./call-options.ts";
export { JSONDecoder, scanstring } from "./decoder.ts";
export { dumps, iterencode } from "./dumps.ts";
export { JSONEncoder } from "./encoder.ts";
export { detectEncoding, type JSONEncoding } from "./encoding.ts";
export { JSONDecodeError } from "./errors.ts";
export type { EventName } from "./event-reader.ts";
export {
	type EventOptions,
	events,
	type ItemOptions,
	items,
	type JSONEvent,
	kvitems,
} from "./events.ts";
export { Fragment } from "./fragment.ts";
export type { JSONSource, JSONText } from "./input.ts";
export {
	dumpLines,
	dumpLinesSync,
	type LoadLinesOptions,
	type LoadLinesSyncOptions,
	loadLines,
	loadLinesSync,
} from "./lines.ts";
export { loads } from "./loads.ts";
export type { DecoderOptions, EncoderOptions, JSONLimits, ObjectHook } from "./options.ts";
export { PartialDecoder, type PartialOptions } from "./partial-decoder.ts";
export type { Prefix, PrefixStyle } from "./prefix.ts";
export { dump, dumpSync, load, loadAll, loadSync } from "./stream.ts";
export { DictOf, ListOf, type StreamOf } from "./streamed.ts";
export type { TextPosition } from "./text-position.ts";
