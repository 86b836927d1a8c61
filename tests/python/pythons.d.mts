/** A Python value in JSON: see the head of values.py. */
export type Tagged = null | boolean | number | string | Tagged[];

export interface Python {
	/** `3.13.0`, `3.15.0rc1`. */
	version: string;
	/** `CPython` or `PyPy`. */
	implementation: string;
	kind: "pyenv" | "path" | "pyodide";
	/** `spawn(command, [...args, script, ...scriptArguments])` runs a script. */
	command: string;
	args: string[];
}

/** A command of worker.py with its options. */
export interface Command {
	command: string;
	[option: string]: unknown;
}

/** An answer of worker.py: which members it has is said there, by command. */
export interface Answer {
	ok: boolean;
	/** `Name: message`. */
	error?: string;
	name?: string;
	message?: string;
	notes?: string[];
	context?: string;
	msg?: string;
	pos?: number;
	lineno?: number;
	colno?: number;
	repr?: string | null;
	reprError?: string;
	type?: string;
	value?: Tagged;
	/** Base64. */
	data?: string;
	streams?: string[];
	buffers?: string[];
	protocol?: number;
	equal?: boolean;
	left?: Tagged;
	right?: Tagged;
	text?: string;
	output?: string;
	operations?: [name: string, argument: string | null, position: number][];
	/** Of a batch, and of `random`. */
	answers?: Answer[];
}

export interface PythonWorker {
	python: Python;
	readonly alive: boolean;
	/** Asks without waiting for earlier answers. With a timeout (milliseconds) a silent worker is killed and the question rejected. */
	ask(command: Command, options?: { timeout?: number }): Promise<Answer>;
	close(): Promise<void>;
}

/** Every Python of this machine, one per version, oldest first. */
export function findPythons(options?: { pyodide?: boolean }): Promise<Python[]>;
/** Takes the place of a Python where there is none: what would ask it is skipped, and counted. */
export const NONE: Python;
/** Only one of each minor version and implementation: pyenv's before the system's, native before pyodide, then the newest. */
export function onePerMinor(pythons: Python[]): Python[];
/** Runs a script to its end and gives what it printed. */
export function runScript(
	python: Python,
	script: string,
	scriptArguments?: string[],
	options?: object,
): Promise<string>;
/** Starts worker.py. `memory` caps its address space, in bytes (not on pyodide). */
export function startWorker(python: Python, options?: { memory?: number; script?: string }): PythonWorker;
export function compareVersions(left: string, right: string): number;
