/**
 * The renames of `fix_imports`: the names that Python 2 had for what Python 3 has elsewhere. A pickle of
 * protocol 0 to 2 carries the old names, in both directions.
 */

import { DEFAULT_VERSION, type VersionNumber } from "../options.ts";
import { splitName } from "../values/py-name.ts";

// generated: begin
// From CPython 3.6 to 3.15 by scripts/make-python2-names.py.

/** Exceptions of the module `exceptions` that are in `builtins` now. */
export const EXCEPTIONS: string =
	"ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning " +
	"DeprecationWarning EOFError EnvironmentError Exception FloatingPointError FutureWarning " +
	"GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError " +
	"KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError OverflowError " +
	"PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError " +
	"SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError " +
	"UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning " +
	"ZeroDivisionError";

/** Exceptions of `builtins` that are written as Python 2's `OSError`. */
export const OS_ERRORS: string =
	"BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError " +
	"ConnectionResetError FileExistsError FileNotFoundError InterruptedError IsADirectoryError " +
	"NotADirectoryError PermissionError ProcessLookupError TimeoutError";

/** Modules that were renamed: the old name, the new one. */
const BOTH_MODULES: string =
	"BaseHTTPServer http.server ConfigParser configparser Cookie http.cookies Dialog tkinter.dialog " +
	"HTMLParser html.parser Queue queue ScrolledText tkinter.scrolledtext SimpleXMLRPCServer " +
	"xmlrpc.server SocketServer socketserver Tix tkinter.tix@-3.12 Tkconstants tkinter.constants Tkdnd " +
	"tkinter.dnd Tkinter tkinter __builtin__ builtins _abcoll collections.abc _winreg winreg anydbm dbm " +
	"commands subprocess cookielib http.cookiejar copy_reg copyreg dbhash dbm.bsd dbm dbm.ndbm dumbdbm " +
	"dbm.dumb dummy_thread _dummy_thread gdbm dbm.gnu htmlentitydefs html.entities httplib http.client " +
	"markupbase _markupbase repr reprlib robotparser urllib.robotparser test.test_support test.support " +
	"thread _thread tkColorChooser tkinter.colorchooser tkCommonDialog tkinter.commondialog tkFileDialog " +
	"tkinter.filedialog tkFont tkinter.font tkMessageBox tkinter.messagebox tkSimpleDialog " +
	"tkinter.simpledialog ttk tkinter.ttk urllib2 urllib.request urlparse urllib.parse xmlrpclib " +
	"xmlrpc.client";

/** Old modules whose new module has another old name too. */
const LOAD_MODULES: string =
	"CGIHTTPServer http.server@-3.14 DocXMLRPCServer xmlrpc.server FileDialog tkinter.filedialog " +
	"SimpleDialog tkinter.simpledialog SimpleHTTPServer http.server StringIO io UserDict collections " +
	"UserList collections UserString collections _elementtree xml.etree.ElementTree cPickle pickle " +
	"cStringIO io whichdb dbm";

/** New modules that are written as an old one which is read as another. */
const DUMP_MODULES: string = "_bz2 bz2 _dbm dbm _functools functools _gdbm gdbm _pickle pickle";

/** Names that moved: the old one, the new one (or only its module). */
const BOTH_NAMES: string =
	"UserDict:IterableUserDict collections:UserDict UserList:UserList collections UserString:UserString " +
	"collections __builtin__:intern sys __builtin__:long builtins:int __builtin__:reduce functools " +
	"__builtin__:unichr builtins:chr __builtin__:unicode builtins:str __builtin__:xrange builtins:range " +
	"_multiprocessing:Connection multiprocessing.connection _socket:fromfd socket itertools:ifilter " +
	"builtins:filter itertools:ifilterfalse itertools:filterfalse itertools:imap builtins:map " +
	"itertools:izip builtins:zip itertools:izip_longest itertools:zip_longest " +
	"multiprocessing.forking:Popen multiprocessing.popen_fork multiprocessing.process:Process " +
	"multiprocessing.context multiprocessing:AuthenticationError multiprocessing.context " +
	"multiprocessing:BufferTooShort multiprocessing.context multiprocessing:ProcessError " +
	"multiprocessing.context multiprocessing:TimeoutError multiprocessing.context urllib2:HTTPError " +
	"urllib.error urllib2:URLError urllib.error urllib:ContentTooShortError urllib.error " +
	"urllib:getproxies urllib.request urllib:pathname2url urllib.request urllib:quote urllib.parse " +
	"urllib:quote_plus urllib.parse urllib:unquote urllib.parse urllib:unquote_plus urllib.parse " +
	"urllib:url2pathname urllib.request urllib:urlcleanup urllib.request urllib:urlencode urllib.parse " +
	"urllib:urlopen urllib.request urllib:urlretrieve urllib.request whichdb:whichdb dbm";

/** Old names whose new name has another old one too. */
const LOAD_NAMES: string =
	"UserDict:UserDict collections __builtin__:basestring builtins:str exceptions:StandardError " +
	"builtins:Exception socket:_socketobject socket:SocketType";

/** New names that are written as an old one which is read as another. */
const DUMP_NAMES: string =
	"_functools:reduce __builtin__ _socket:socket socket:_socketobject builtins:ImportCycleError " +
	"exceptions:ImportError@3.15- builtins:ModuleNotFoundError exceptions:ImportError " +
	"http.server:CGIHTTPRequestHandler CGIHTTPServer@-3.14 http.server:SimpleHTTPRequestHandler " +
	"SimpleHTTPServer tkinter.filedialog:FileDialog FileDialog tkinter.filedialog:LoadFileDialog " +
	"FileDialog tkinter.filedialog:SaveFileDialog FileDialog tkinter.simpledialog:SimpleDialog " +
	"SimpleDialog xmlrpc.server:DocCGIXMLRPCRequestHandler DocXMLRPCServer " +
	"xmlrpc.server:DocXMLRPCRequestHandler DocXMLRPCServer xmlrpc.server:DocXMLRPCServer DocXMLRPCServer " +
	"xmlrpc.server:ServerHTMLDoc DocXMLRPCServer xmlrpc.server:XMLRPCDocGenerator DocXMLRPCServer";
// generated: end

/** The new name, by name; with the versions that know it where not all do. */
interface Renames {
	readonly to: Map<string, string>;
	/** First version that knows the rename, and first that no longer does. */
	readonly known: Map<string, readonly [VersionNumber, VersionNumber]>;
}

const MODULES_FROM_2: Renames = /* @__PURE__ */ renames([BOTH_MODULES, LOAD_MODULES], []);
const MODULES_TO_2: Renames = /* @__PURE__ */ renames([DUMP_MODULES], [BOTH_MODULES]);
const NAMES_FROM_2: Renames = /* @__PURE__ */ renames([BOTH_NAMES, LOAD_NAMES, moved("exceptions", "builtins")], []);
const NAMES_TO_2: Renames = /* @__PURE__ */ renames(
	[DUMP_NAMES, osErrors()],
	[BOTH_NAMES, moved("exceptions", "builtins")],
);

function moved(from: string, to: string): string {
	return EXCEPTIONS.replace(/\w+/g, (name) => `${from}:${name} ${to}`);
}
function osErrors(): string {
	return OS_ERRORS.replace(/\w+/g, (name) => `builtins:${name} exceptions:OSError`);
}

/** Reads tables of pairs, the ones in `inverse` from right to left. */
function renames(tables: readonly string[], inverse: readonly string[]): Renames {
	const to = new Map<string, string>();
	const known = new Map<string, readonly [VersionNumber, VersionNumber]>();
	const read = (table: string, turn: boolean): void => {
		const words = table.split(" ");
		for (let i = 0; i + 1 < words.length; i += 2) {
			const left = words[i] as string;
			const [short = "", mark] = (words[i + 1] as string).split("@");
			const right = left.includes(":") && !short.includes(":") ? short + left.slice(left.indexOf(":")) : short;
			const [key, value] = turn ? [right, left] : [left, right];
			to.set(key, value);
			if (mark !== undefined) known.set(key, span(mark));
		}
	};
	for (const table of tables) read(table, false);
	for (const table of inverse) read(table, true);
	return { to, known };
}

/** `-3.12` is until 3.12, `3.15-` is since 3.15. */
function span(mark: string): readonly [VersionNumber, VersionNumber] {
	const [since = "", last = ""] = mark.split("-").map((text) => text.slice(2));
	return [30000 + 100 * Number(since), last === "" ? Number.POSITIVE_INFINITY : 30100 + 100 * Number(last)];
}

function look({ to, known }: Renames, key: string, version: VersionNumber): string | undefined {
	const [since, end] = known.get(key) ?? [0, Number.POSITIVE_INFINITY];
	return version >= since && version < end ? to.get(key) : undefined;
}

/** The name if it moved, else the module if it was renamed: the order in which CPython asks its tables. */
function rename(
	names: Renames,
	modules: Renames,
	module: string,
	name: string,
	version: VersionNumber,
): readonly [module: string, name: string] {
	const moved = look(names, `${module}:${name}`, version);
	if (moved === undefined) return [look(modules, module, version) ?? module, name];
	return splitName(moved);
}

/**
 * The Python 3 name of what a pickle of protocol 0 to 2 names; the inverse of {@link toPython2}.
 *
 * @param module the module in the pickle
 * @param name the name in it
 * @param version the CPython whose tables to use. Default: 3.14.2
 * @returns the module and name of today, the same ones when nothing is known
 * @example
 * ```ts
 * fromPython2("__builtin__", "xrange"); // ["builtins", "range"]
 * ```
 */
export function fromPython2(
	module: string,
	name: string,
	version: VersionNumber = DEFAULT_VERSION,
): readonly [module: string, name: string] {
	return rename(NAMES_FROM_2, MODULES_FROM_2, module, name, version);
}

/**
 * The name that Python 2 has for what Python 3 has; the inverse of {@link fromPython2} as far as there is
 * one: every `OSError` of today was plain `OSError` then.
 *
 * @param module the module of today
 * @param name the name in it
 * @param version the CPython whose tables to use. Default: 3.14.2
 * @returns the module and name to write, the same ones when nothing is known
 * @example
 * ```ts
 * toPython2("builtins", "int"); // ["__builtin__", "long"]
 * ```
 */
export function toPython2(
	module: string,
	name: string,
	version: VersionNumber = DEFAULT_VERSION,
): readonly [module: string, name: string] {
	return rename(NAMES_TO_2, MODULES_TO_2, module, name, version);
}
