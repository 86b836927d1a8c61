/** Advice where a limit is met by those who have no options of the library to set: the one list of limits and flags. */
import type { LimitError, LimitName } from "../errors.ts";

const NO_OPTION =
	"no option of the command raises it, since V8 holds no more of them than about that; the library's limits do";
const MAX_MEMORY = "give more with --max-memory (maxMemory)";

/** The places where a limit is met: a command that somebody typed, or a task of a worker. */
export type LimitPlace = "command" | "task";

/** For each limit what raises it there; a task without advice has the message of the error. */
const ADVICE: Readonly<Record<Exclude<LimitName, "collisions">, { readonly [P in LimitPlace]?: string }>> = {
	memory: { command: "NODE_OPTIONS=--max-old-space-size=16384 lets the command use nearly 16 GB", task: MAX_MEMORY },
	text: {
		command: "brine show --tree --max-depth 3 shows less of it, and brine convert writes it in pieces",
		task: MAX_MEMORY,
	},
	digits: { command: "brine json --max-digits 0 takes any number of them" },
	depth: { command: "no option of the command raises it" },
	stack: { command: NO_OPTION },
	memo: { command: NO_OPTION },
	items: { command: NO_OPTION },
	message: { command: NO_OPTION },
};

/**
 * The message of a limit, with advice that fits the place.
 *
 * @param place where it was met; a limit without advice there has its own message
 */
export function limitMessage({ limit, value, message }: LimitError, place: LimitPlace): string {
	const own = limit === "collisions" ? undefined : ADVICE[limit][place];
	return own === undefined || !message.includes("raise it with {")
		? message
		: `limit exceeded: ${limit} is ${value}; ${own}`;
}
