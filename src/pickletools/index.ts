/** Python's `pickletools`: looks into pickles without running them. */
export {
	type ArgumentDescriptor,
	type ByteSource,
	bytearray8,
	bytes1,
	bytes4,
	bytes8,
	decimalnl_long,
	decimalnl_short,
	float8,
	floatnl,
	int4,
	long1,
	long4,
	type ReadContext,
	string1,
	string4,
	stringnl,
	stringnl_noescape,
	stringnl_noescape_pair,
	TAKEN_FROM_ARGUMENT1,
	TAKEN_FROM_ARGUMENT4,
	TAKEN_FROM_ARGUMENT4U,
	TAKEN_FROM_ARGUMENT8U,
	UP_TO_NEWLINE,
	uint1,
	uint2,
	uint4,
	uint8,
	unicodestring1,
	unicodestring4,
	unicodestring8,
	unicodestringnl,
} from "./arguments.ts";
export type { PickleSource } from "./byte-source.ts";
export { type DisError, type DisMemo, type DisOptions, dis } from "./dis.ts";
export { type GenopsOptions, genops, type PickleOp } from "./genops.ts";
export { globals, type InspectOptions, type PickleGlobals, type PickleTree, tree } from "./globals.ts";
export type { ImportUse, PickleBreak, PickleImport, UseKind } from "./imports.ts";
export type { NodeKind, PartRole, PickleNode, PicklePart } from "./nodes.ts";
export { code2op, type OpcodeInfo, opcodes } from "./opcode-info.ts";
export { type OptimizeOptions, optimize } from "./optimize.ts";
export {
	anyobject,
	markobject,
	pybool,
	pybuffer,
	pybytearray,
	pybytes,
	pybytes_or_str,
	pydict,
	pyfloat,
	pyfrozenset,
	pyint,
	pyinteger_or_bool,
	pylist,
	pynone,
	pyset,
	pytuple,
	pyunicode,
	type StackObject,
	stackslice,
} from "./stack-objects.ts";
