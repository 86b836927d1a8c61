/** Pickles by protocol: "0" to "5". */
export type Streams = Record<string, Uint8Array>;

export interface GoldenCase {
  name: string;
  /** constants, ints, floats, complex, texts, bytes, buffers, tuples, lists, dicts, sets, sizes, recursive, frames, globals, builtins, iterators, dates, numbers, collections, arrays, identifiers, paths, callables, exceptions, typing, user, enums, compatibility. */
  group: string;
  /** Python's text; null where it is longer than 4,000 characters or nested too deep. Addresses read 0x0. */
  repr: string | null;
  /** `builtins.int`, `golden_classes.Outer.Inner`. */
  type: string;
  protocols: Streams;
  /** The text of what the same Python reads back from a protocol, where it is not `repr` (old protocols lose things, a list iterator comes back for a dict iterator). */
  loaded: Record<string, string | null>;
  /** `Name: message` for the protocols at which this Python refuses. */
  errors: Record<string, string>;
  /** What pickle.py writes, where it is not what the C pickler writes. */
  pure: Streams;
  /** Written with fix_imports=False, where that gives other bytes. */
  unmapped: Streams;
  /** Out-of-band buffers that the stream of protocol 5 refers to. */
  buffers?: Uint8Array[];
  /** Holds persistent ids. */
  persistent?: true;
  /** Holds the extension codes of golden_classes.EXTENSIONS. */
  extensions?: true;
  /** Texts that were two objects in Python and so stand twice in a stream; a writer that shares equal strings writes other bytes. */
  repeats: string[];
  /** Has a set of several elements. */
  unordered?: true;
}

export interface Golden {
  version: string;
  implementation: string;
  bits: 32 | 64;
  byteorder: "little" | "big";
  /** Globals (`module:qualname`) whose module text, or name text, is not the one interned string. Not there for Python 2. */
  fresh?: { modules: string[][]; names: string[] };
  cases: GoldenCase[];
}

export const GOLDEN_FOLDER: string;
export function goldenVersions(): string[];
export function readGolden(version: string): Golden;
export function readOracle(name: "pickle-loads" | "pickle-dumps" | "pickle-bytes" | "json" | "tools" | "batch"): any;
export function unpackCase(entry: any, large: Record<string, string>): GoldenCase;
