/** Things on the unpickling stack, as the opcode records name them. */

/** A kind of object on the stack. */
export interface StackObject {
	/** The name that `dis` prints, such as `"int"`. */
	readonly name: string;
	/** Names of the Python types that it may have. */
	readonly types: readonly string[];
	/** The kind. */
	readonly doc: string;
}

function kind(name: string, types: readonly string[], doc: string): StackObject {
	return Object.freeze({ name, types: Object.freeze(types), doc });
}

export const pyint: StackObject = /* @__PURE__ */ kind("int", ["int"], "An int.");
export const pyinteger_or_bool: StackObject = /* @__PURE__ */ kind(
	"int_or_bool",
	["int", "bool"],
	"An int, or a bool where the text is exactly 00 or 01.",
);
export const pybool: StackObject = /* @__PURE__ */ kind("bool", ["bool"], "True or False.");
export const pyfloat: StackObject = /* @__PURE__ */ kind("float", ["float"], "A float.");
export const pybytes_or_str: StackObject = /* @__PURE__ */ kind(
	"bytes_or_str",
	["bytes", "str"],
	"A str of Python 2: text or bytes, as the `encoding` option says.",
);
export const pybytes: StackObject = /* @__PURE__ */ kind("bytes", ["bytes"], "A bytes.");
export const pybytearray: StackObject = /* @__PURE__ */ kind("bytearray", ["bytearray"], "A bytearray.");
export const pyunicode: StackObject = /* @__PURE__ */ kind("str", ["str"], "A str.");
export const pynone: StackObject = /* @__PURE__ */ kind("None", ["NoneType"], "None.");
export const pytuple: StackObject = /* @__PURE__ */ kind("tuple", ["tuple"], "A tuple.");
export const pylist: StackObject = /* @__PURE__ */ kind("list", ["list"], "A list, or what takes items as one.");
export const pydict: StackObject = /* @__PURE__ */ kind("dict", ["dict"], "A dict, or what takes entries as one.");
export const pyset: StackObject = /* @__PURE__ */ kind("set", ["set"], "A set, or what takes items as one.");
export const pyfrozenset: StackObject = /* @__PURE__ */ kind("frozenset", ["frozenset"], "A frozenset.");
export const pybuffer: StackObject = /* @__PURE__ */ kind(
	"buffer",
	["object"],
	"A buffer that travels beside the pickle, not in it.",
);
export const anyobject: StackObject = /* @__PURE__ */ kind("any", ["object"], "Any object.");
export const markobject: StackObject = /* @__PURE__ */ kind(
	"mark",
	[],
	"A mark: the floor for a later opcode that takes everything above it.",
);
export const stackslice: StackObject = /* @__PURE__ */ kind(
	"stackslice",
	[],
	"Everything above the topmost mark, however much that is.",
);
