import { expect } from "vitest";
import { PyError } from "../src/errors.ts";

/** Expects that an error says by one of the stable words what it is. */
export function expectCode(error: unknown): void {
	if (error instanceof PyError) expect(error.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
}
