/** Standard Schema v1: a validator of any library that types and checks what was read. */
import { PyTypeError, ValueError } from "./errors.ts";

/** The part of a Standard Schema (version 1) that is used: the interface that zod, valibot, arktype and others share. */
export interface StandardSchema<Output = unknown> {
	readonly "~standard": {
		readonly version: 1;
		readonly vendor: string;
		readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
		readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
	};
}
/** The answer of a schema for a value. */
export type SchemaResult<Output> =
	| { readonly value: Output; readonly issues?: undefined }
	| { readonly issues: readonly SchemaIssue[] };
/** One reason why a value does not fit. */
export interface SchemaIssue {
	readonly message: string;
	readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** A value does not fit the `schema` that was given. Its first issue makes the message; `path` says where. */
export class SchemaError extends ValueError {
	static override readonly pythonName: string = "SchemaError";
	/** All that does not fit. */
	readonly issues: readonly SchemaIssue[];

	constructor(issues: readonly SchemaIssue[]) {
		const path = pathText(issues[0]?.path ?? []);
		super(`${issues[0]?.message ?? "invalid value"}${path === "" ? "" : ` at ${path}`}`, { code: "schema", path });
		this.issues = issues;
	}
}

function pathText(path: NonNullable<SchemaIssue["path"]>): string {
	let text = "";
	for (const part of path) {
		const key = typeof part === "object" ? part.key : part;
		if (typeof key === "number") text += `[${key}]`;
		else text += /^[A-Za-z_$][\w$]*$/.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(String(key))}]`;
	}
	return text;
}

function outcome<Output>(result: SchemaResult<Output>): Output {
	if (result.issues !== undefined) throw new SchemaError(result.issues);
	return result.value;
}

/** Checks that an option is a Standard Schema, if it is given. */
export function checkSchema(schema: unknown): void {
	if (schema == null) return;
	const standard: unknown = (schema as { "~standard"?: unknown } | null)?.["~standard"];
	if (typeof (standard as { validate?: unknown } | undefined)?.validate !== "function") {
		throw new PyTypeError("schema must be a Standard Schema", { code: "option" });
	}
}

/**
 * Validates a value at once.
 *
 * @throws SchemaError (`schema`), PyTypeError (`schema`) for a schema that needs time
 */
export function validate<Output>(schema: StandardSchema<Output> | null | undefined, value: unknown): unknown {
	if (schema == null) return value;
	const result = schema["~standard"].validate(value);
	if (typeof (result as { then?: unknown }).then === "function") {
		throw new PyTypeError("schema is asynchronous: use an asynchronous call", { code: "schema" });
	}
	return outcome(result as SchemaResult<Output>);
}

/** Validates a value, waiting for the schema if it needs time. */
export async function validateAsync<Output>(
	schema: StandardSchema<Output> | null | undefined,
	value: unknown,
): Promise<unknown> {
	if (schema == null) return value;
	return outcome(await schema["~standard"].validate(value));
}
