/** From byte to handler: what each opcode does. The hot ones are inline in `load/fast/loop.ts` too. */
import * as containers from "./load/containers.ts";
import * as framing from "./load/framing.ts";
import type { Loader } from "./load/loader.ts";
import * as numbers from "./load/numbers.ts";
import * as objects from "./load/objects.ts";
import * as outside from "./load/outside.ts";
import * as stack from "./load/stack.ts";
import * as strings from "./load/strings.ts";
import type { Handler } from "./machine.ts";
import * as op from "./opcodes.ts";

/** Opcode byte and handler, in the order of `opcodes.ts`. */
const ROWS: readonly (readonly [number, Handler<Loader>])[] = [
	[op.MARK, stack.loadMark],
	[op.STOP, stack.loadStop],
	[op.POP, objects.popResult],
	[op.POP_MARK, objects.popToMark],
	[op.DUP, containers.loadDup],
	[op.FLOAT, numbers.loadFloat],
	[op.INT, numbers.loadInt],
	[op.BININT, numbers.loadBinInt],
	[op.BININT1, numbers.loadBinInt1],
	[op.LONG, numbers.loadLong],
	[op.BININT2, numbers.loadBinInt2],
	[op.NONE, numbers.loadNone],
	[op.PERSID, outside.loadPersId],
	[op.BINPERSID, outside.loadBinPersId],
	[op.REDUCE, objects.loadReduce],
	[op.STRING, strings.loadString],
	[op.BINSTRING, strings.loadBinString],
	[op.SHORT_BINSTRING, strings.loadShortBinString],
	[op.UNICODE, strings.loadUnicode],
	[op.BINUNICODE, strings.loadBinUnicode],
	[op.APPEND, containers.loadAppend],
	[op.BUILD, objects.loadBuild],
	[op.GLOBAL, objects.loadGlobal],
	[op.DICT, containers.loadDict],
	[op.EMPTY_DICT, containers.loadEmptyDict],
	[op.APPENDS, containers.loadAppends],
	[op.GET, stack.loadGet],
	[op.BINGET, stack.loadBinGet],
	[op.INST, objects.loadInst],
	[op.LONG_BINGET, stack.loadLongBinGet],
	[op.LIST, containers.loadList],
	[op.EMPTY_LIST, containers.loadEmptyList],
	[op.OBJ, objects.loadObj],
	[op.PUT, stack.loadPut],
	[op.BINPUT, stack.loadBinPut],
	[op.LONG_BINPUT, stack.loadLongBinPut],
	[op.SETITEM, containers.loadSetItem],
	[op.TUPLE, containers.loadTuple],
	[op.EMPTY_TUPLE, containers.loadEmptyTuple],
	[op.SETITEMS, containers.loadSetItems],
	[op.BINFLOAT, numbers.loadBinFloat],
	[op.PROTO, framing.loadProto],
	[op.NEWOBJ, objects.loadNewObj],
	[op.EXT1, outside.loadExt1],
	[op.EXT2, outside.loadExt2],
	[op.EXT4, outside.loadExt4],
	[op.TUPLE1, containers.loadTuple1],
	[op.TUPLE2, containers.loadTuple2],
	[op.TUPLE3, containers.loadTuple3],
	[op.NEWTRUE, numbers.loadNewTrue],
	[op.NEWFALSE, numbers.loadNewFalse],
	[op.LONG1, numbers.loadLong1],
	[op.LONG4, numbers.loadLong4],
	[op.BINBYTES, strings.loadBinBytes],
	[op.SHORT_BINBYTES, strings.loadShortBinBytes],
	[op.SHORT_BINUNICODE, strings.loadShortBinUnicode],
	[op.BINUNICODE8, strings.loadBinUnicode8],
	[op.BINBYTES8, strings.loadBinBytes8],
	[op.EMPTY_SET, containers.loadEmptySet],
	[op.ADDITEMS, containers.loadAddItems],
	[op.FROZENSET, containers.loadFrozenSet],
	[op.NEWOBJ_EX, objects.loadNewObjEx],
	[op.STACK_GLOBAL, objects.loadStackGlobal],
	[op.MEMOIZE, stack.loadMemoize],
	[op.FRAME, framing.loadFrame],
	[op.BYTEARRAY8, strings.loadByteArray8],
	[op.NEXT_BUFFER, outside.loadNextBuffer],
	[op.READONLY_BUFFER, outside.loadReadonlyBuffer],
];

/** The handler of each byte; undefined for the 188 bytes that are no opcode. */
export const DISPATCH: readonly (Handler<Loader> | undefined)[] = /* @__PURE__ */ table();

function table(): (Handler<Loader> | undefined)[] {
	const made = new Array<Handler<Loader> | undefined>(256).fill(undefined);
	for (const [code, handler] of ROWS) made[code] = handler;
	return made;
}

/** CPython's name of each opcode byte. */
const NAMES: ReadonlyMap<number, string> = /* @__PURE__ */ new Map(
	Object.entries(op).flatMap(([name, code]) => (name.endsWith("_PROTOCOL") ? [] : [[code, name] as const])),
);

/** CPython's name of an opcode byte, for errors. */
export function opcodeName(code: number): string | undefined {
	return NAMES.get(code);
}
