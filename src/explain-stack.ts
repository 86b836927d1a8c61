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
	hide(error, "stack", head + text + frames);
}

declare const Error: { captureStackTrace?: (target: object, below: unknown) => void; stackTraceLimit?: unknown };

/**
 * Has the engine take no frames for an error whose class takes them by {@link takeStack}, so that they are taken once.
 *
 * @returns what {@link resumeFrames} needs
 */
export function pauseFrames(): unknown {
	const limit = Error.stackTraceLimit;
	try {
		if (typeof limit === "number") Error.stackTraceLimit = 0;
	} catch {
		// It is frozen: then they are taken twice.
	}
	return limit;
}
export function resumeFrames(limit: unknown): void {
	if (typeof limit === "number" && Error.stackTraceLimit !== limit) Error.stackTraceLimit = limit;
}

/** The frames of a stack, which the engine makes text of when it is read. */
export interface Frames {
	readonly stack?: unknown;
}

/**
 * Takes the stack off an error, since making its text takes several times as long as all else: few read that of an error
 * which they expect. For the constructor of a class that has an accessor for it.
 *
 * @param type the class, whose constructor is not among the frames
 * @returns what {@link lateStack} needs; undefined in engines whose stacks have no message
 */
export function takeStack(error: Explained, type: unknown): Frames | undefined {
	if (Error.captureStackTrace === undefined) return undefined;
	const frames: Frames = {};
	Error.captureStackTrace(frames, type);
	delete (error as { stack?: string }).stack;
	return frames;
}

/** Puts the stack that {@link takeStack} took into an error, with what is known of the error by now. */
export function lateStack(error: Explained, { stack }: Frames): void {
	const head = error.message === "" ? error.name : `${error.name}: ${error.message}`;
	// The first line is of the object that held the frames.
	hide(error, "stack", typeof stack === "string" ? head + stack.replace(/^.*/, "") : stack);
	explainStack(error);
}

/** Sets a property that is not enumerable. */
export function hide(target: object, name: string, value: unknown): void {
	Object.defineProperty(target, name, { value, configurable: true, writable: true });
}
