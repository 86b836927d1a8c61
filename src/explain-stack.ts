/** The facts of an error besides its message, in its printed stack. */

/** The part of a `PyError` that is looked at. */
interface Explained {
	readonly name: string;
	readonly message: string;
	readonly stack?: string | undefined;
	readonly filename: string | undefined;
	readonly path: string | undefined;
	readonly hint: string | undefined;
	readonly notes: readonly string[];
}

/** Notes that are printed; a deep value has thousands. */
const MOST_NOTES = 20;

/** The text that {@link explainStack} has added to the stack of an error. */
const added: WeakMap<object, string> = /* @__PURE__ */ new WeakMap();

/**
 * Puts what is known of an error into its printed stack, below the message: file, path, notes and hint. Whoever sets
 * one of them after the error was made calls it.
 */
export function explainStack(error: Explained): void {
	const head = error.message === "" ? error.name : `${error.name}: ${error.message}`;
	const { stack } = error;
	// Stacks of other engines have no message to put something below of.
	if (typeof stack !== "string" || !stack.startsWith(head)) return;
	const { filename, path, hint, notes } = error;
	const lines = notes.slice(0, MOST_NOTES);
	if (filename !== undefined && !error.message.includes(filename)) lines.unshift(`file: ${filename}`);
	if (path !== undefined && path !== "") lines.unshift(`path: ${path}`);
	if (notes.length > MOST_NOTES) lines.push(`and ${notes.length - MOST_NOTES} more notes`);
	if (hint !== undefined) lines.push(`hint: ${hint}`);
	const text = lines.map((line) => `\n    ${line.replaceAll("\n", "\n    ")}`).join("");
	const frames = stack.slice(head.length + (added.get(error)?.length ?? 0));
	added.set(error, text);
	Object.defineProperty(error, "stack", { value: head + text + frames, configurable: true, writable: true });
}
