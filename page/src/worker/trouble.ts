/** An error as the page shows it. */

import { visible } from "../../../src/cli/visible.ts";
import { PyError } from "../../../src/errors.ts";
import type { Trouble } from "../shared/types.ts";

/** Characters of a message. */
const MOST = 4000;

/** The words for an error; one of ours that is not Python's keeps its own name. */
export function troubleOf(error: unknown): Trouble {
	if (error instanceof PyError) {
		const { name, message, hint, offset, opcode } = error;
		return { name, message: visible(message).slice(0, MOST), hint, offset, opcode };
	}
	if (error instanceof Error) return { name: error.name, message: visible(error.message).slice(0, MOST) };
	return { name: "Error", message: visible(String(error)) };
}
