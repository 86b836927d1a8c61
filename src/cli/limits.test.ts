/** Whoever meets a limit at a prompt or in an answer is told of an option that they have. */
import { expect, it } from "vitest";
import { LimitError, type LimitName } from "../errors.ts";
import { errorForm } from "../jobs/answer.ts";
import { describeError } from "./output.ts";

const NAMES: readonly LimitName[] = ["stack", "memo", "items", "digits", "depth", "memory", "text", "message"];

it.each(NAMES)("%s, met by a command", (name) => {
	const said = describeError(new LimitError(name, 10));
	expect(said).toContain(`LimitError: limit exceeded: ${name} is 10; `);
	expect(said).not.toContain("limits: {");
});
it.each(["memory", "text"] as const)("%s, met by a task", (name) => {
	const { message } = errorForm(new LimitError(name, 10));
	expect(message).toBe(`limit exceeded: ${name} is 10; give more with --max-memory (maxMemory)`);
});
it("advice of its own stays", () => {
	expect(describeError(new LimitError("memory", 10, {}, "give more"))).toBe(
		"LimitError: limit exceeded: memory is 10; give more",
	);
});
it.each(["digits", "depth", "stack", "memo", "items", "message"] as const)("%s, met by a task, has no flag", (name) => {
	expect(errorForm(new LimitError(name, 10)).message).toBe(new LimitError(name, 10).message);
});
