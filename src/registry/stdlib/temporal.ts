import { NotImplementedError, ValueError } from "../../errors.ts";

interface TemporalClass {
	from(text: string, options?: object): unknown;
}

/**
 * Makes an object of `Temporal`, as far as the runtime has it.
 *
 * @param name its class
 * @param text its ISO 8601 text
 * @throws NotImplementedError (`argument`) where there is no `Temporal`; ValueError (`argument`) for what it cannot hold
 */
export function temporal(name: string, text: string): unknown {
	const found = (globalThis as { Temporal?: Record<string, TemporalClass> }).Temporal?.[name];
	if (found === undefined) {
		throw new NotImplementedError("Temporal is not available in this runtime", { code: "argument" });
	}
	try {
		// The moment counts: a time that the clocks skip has one in Python too.
		return found.from(text, { offset: "use" });
	} catch (error) {
		const { message } = error as { readonly message?: unknown };
		throw new ValueError(`Temporal.${name} cannot hold ${text}: ${String(message)}`, {
			code: "argument",
			cause: error,
		});
	}
}
