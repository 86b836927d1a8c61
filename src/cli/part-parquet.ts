/** Parts as Parquet: the columns of the integrations for Spark, Ray and Dask. */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { AnswerError } from "../jobs/answer.ts";
import type { PartRecord } from "../jobs/parts.ts";
import type { PartFormat } from "../jobs/run.ts";
import type { Task } from "../jobs/settings.ts";
import { replaceFile } from "../node/index.ts";

type Kind = "string" | "int" | "long" | "boolean";
type Column = readonly [name: string, kind: Kind];

const HEAD: readonly Column[] = [
	["id", "string"],
	["sha256", "string"],
	["size", "long"],
	["ok", "boolean"],
];
const TAIL: readonly Column[] = [
	["error_name", "string"],
	["error_message", "string"],
	["error_code", "string"],
	["error_offset", "long"],
	["error_opcode", "string"],
	["error_hint", "string"],
];
const OWN: Readonly<Record<Task, readonly Column[]>> = {
	convert: [
		["pickles", "int"],
		["value", "string"],
	],
	scan: [
		["verdict", "string"],
		["unscannable", "boolean"],
		["findings", "string"],
		["imports", "string"],
	],
	show: [["text", "string"]],
};
/** The types of Parquet. */
const ELEMENTS = {
	string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
	int: { type: "INT32" },
	long: { type: "INT64" },
	boolean: { type: "BOOLEAN" },
} as const;

/** Rows, and bytes of their JSON, that are written together. */
const GROUP_ROWS = 10_000;
const GROUP_BYTES = 1 << 25;

const VALUE = ',"value":';

interface Told {
	readonly id: string;
	readonly sha256: string | null;
	readonly size: number | null;
	readonly ok: boolean;
	readonly error?: AnswerError;
	readonly [member: string]: unknown;
}

/** A format that writes a part as a file of Parquet. */
export function parquetParts(task: Task): PartFormat {
	const columns = [...HEAD, ...OWN[task], ...TAIL];
	return {
		extension: ".parquet",
		write: (path, records) =>
			replaceFile(path, async (file) => {
				const writer = new ByteWriter();
				const parquet = new ParquetWriter({
					writer,
					schema: [
						{ name: "schema", num_children: columns.length },
						...columns.map(([name, kind]) => ({ name, repetition_type: "OPTIONAL" as const, ...ELEMENTS[kind] })),
					],
					createdBy: "brine",
				});
				let rows: Readonly<Record<string, unknown>>[] = [];
				let bytes = 0;
				const flush = async (): Promise<void> => {
					const columnData = columns.map(([name]) => ({ name, data: rows.map((row) => row[name] ?? null) }));
					await parquet.write({ columnData, rowGroupSize: GROUP_ROWS });
					rows = [];
					bytes = 0;
				};
				for await (const record of records) {
					rows.push(rowOf(record));
					bytes += record.json.length;
					if (rows.length >= GROUP_ROWS || bytes >= GROUP_BYTES) await flush();
				}
				if (rows.length > 0) await flush();
				await parquet.finish();
				await file.write(writer.getBytes());
			}),
	};
}

/** A record as columns; values and findings stay JSON, so that they have one type. */
function rowOf({ json }: PartRecord): Readonly<Record<string, unknown>> {
	let text = Buffer.from(json.buffer, json.byteOffset, json.length).toString();
	// A quote within a string is escaped, so this is the member and nothing else.
	const at = text.indexOf(VALUE);
	let value: string | null = null;
	if (at >= 0) {
		value = text.slice(at + VALUE.length, -1);
		text = `${text.slice(0, at)}}`;
	}
	const told = JSON.parse(text) as Told;
	const { error } = told;
	const listed = (name: string): string | null => (told[name] === undefined ? null : JSON.stringify(told[name]));
	return {
		...told,
		// Strings of Parquet are UTF-8, which names of files need not be.
		id: told.id.replace(/\p{Cs}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`),
		size: told.size === null ? null : BigInt(told.size),
		value,
		findings: listed("findings"),
		imports: listed("imports"),
		error_name: error?.name,
		error_message: error?.message,
		error_code: error?.code,
		error_offset: error?.offset === undefined ? null : BigInt(error.offset),
		error_opcode: error?.opcode,
		error_hint: error?.hint,
	};
}
