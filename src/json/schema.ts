/** The `schema` option: values checked and typed by any library that speaks Standard Schema (version 1). */
import { PyTypeError, ValueError } from "../errors.ts";

/** One thing that is wrong with a value, as Standard Schema reports it. */
export interface SchemaIssue {
	/** What is wrong. */
	readonly message: string;
	/** Where: keys and indexes from the outside in. */
	readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** A Standard Schema, version 1: what Zod, Valibot, ArkType and others give. */
export interface StandardSchema<Input = unknown, Output = Input> {
	readonly "~standard": {
		readonly version: 1;
		readonly vendor: string;
		readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
		readonly types?: { readonly input: Input; readonly output: Output } | undefined;
	};
}

/** What a schema says of a value. */
export type SchemaResult<Output> =
	| { readonly value: Output; readonly issues?: undefined }
	| { readonly issues: readonly SchemaIssue[] };

/** The type of the values that a schema gives; `unknown` without a schema. */
export type SchemaOutput<S> = S extends StandardSchema<unknown, infer Output> ? Output : unknown;

/** The value did not fit the `schema`. `code` is `"schema"`, `path` the place of the first issue. */
export class SchemaError extends ValueError {
	static override readonly pythonName: string = "ValueError";
	/** Everything that the schema found. */
	readonly issues: readonly SchemaIssue[];

	constructor(issues: readonly SchemaIssue[]) {
		const [first] = issues;
		const path = (first?.path ?? []).map(step).join("");
		const text = first?.message ?? "the value does not fit the schema";
		super(path === "" ? text : `${text} at ${path}`, { code: "schema", path });
		this.issues = issues;
	}
}

/**
 * Checks a value at once.
 *
 * @throws SchemaError (`schema`) when it does not fit; PyTypeError (`option`) when the schema wants to be waited for
 */
export function checkSchema(schema: StandardSchema | undefined, value: unknown): unknown {
	if (schema === undefined) return value;
	const result = standard(schema).validate(value);
	if (result instanceof Promise) {
		// Nobody will wait for it, so its failure must not go unheard as an unhandled rejection.
		result.catch(() => undefined);
		throw new PyTypeError("schema must be synchronous here; use load() for one that is asynchronous", {
			code: "option",
		});
	}
	return outcome(result);
}

/** Checks a value with a schema that may want to be waited for; see {@link checkSchema}. */
export async function checkSchemaAsync(schema: StandardSchema | undefined, value: unknown): Promise<unknown> {
	return schema === undefined ? value : outcome(await standard(schema).validate(value));
}

function standard(schema: StandardSchema): StandardSchema["~standard"] {
	const found = (schema as Partial<StandardSchema> | null)?.["~standard"];
	if (typeof found?.validate !== "function") {
		throw new PyTypeError("schema must be a Standard Schema", { code: "option" });
	}
	return found;
}

function outcome(result: SchemaResult<unknown>): unknown {
	if (result.issues !== undefined) throw new SchemaError(result.issues);
	return result.value;
}

function step(part: PropertyKey | { readonly key: PropertyKey }): string {
	const key = typeof part === "object" ? part.key : part;
	return typeof key === "string" ? `[${JSON.stringify(key)}]` : `[${String(key)}]`;
}
