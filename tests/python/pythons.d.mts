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

export interface PythonWorker {
  python: Python;
  readonly alive: boolean;
  /** Sends one command of worker.py and resolves to its answer. With a timeout in milliseconds a silent worker is killed and the question rejected. */
  ask<Answer = any>(command: { command: string; [option: string]: unknown }, options?: { timeout?: number }): Promise<Answer>;
  close(): Promise<void>;
}

/** Every Python of this machine, one per version, oldest first. */
export function findPythons(options?: { pyodide?: boolean }): Promise<Python[]>;
/** Only one of each minor version. */
export function onePerMinor(pythons: Python[]): Python[];
/** Runs a script to its end and gives what it printed. */
export function runScript(python: Python, script: string, scriptArguments?: string[], options?: object): Promise<string>;
/** Starts worker.py. `memory` caps its address space, in bytes (not on pyodide). */
export function startWorker(python: Python, options?: { memory?: number; script?: string }): PythonWorker;
export function compareVersions(left: string, right: string): number;
