import { freshNames } from "../../registry/fresh-names.ts";
import type { PyName } from "../../registry/registry.ts";
import { Ellipsis, NotImplemented, type PyConstant } from "../../values/constants.ts";
import { PyGlobal } from "../../values/opaque.ts";
import * as op from "../opcodes.ts";
import { saveLine } from "./global-line.ts";
import { saveOperations } from "./inert.ts";
import type { SaveMachine, Task } from "./machine.ts";
import { saveReduction } from "./objects.ts";

/** A global as a value: its name, and what the stream it came from did to it. */
export function saveGlobalObject(p: SaveMachine, global: PyGlobal): boolean {
	const singleton = global.module === "builtins" ? SINGLETON_TYPES.get(global.qualname) : undefined;
	if (singleton !== undefined) return saveSingletonType(p, global.qualname, singleton);
	const index = p.globals.get(`${global.module}:${global.qualname}`);
	if (index !== undefined) {
		// From now on it is found without its name, which takes three quarters of the time where there are many.
		if (!p.fast) p.objects.set(global, index);
		p.get(index);
		return true;
	}
	if (global.operations.length === 0) return saveGlobal(p, global.module, global.qualname);
	p.tasks.push(saveOperations(p, global, global.operations, false));
	saveGlobal(p, global.module, global.qualname);
	return false;
}

/** Types that have no name in `builtins`, by their only instance. */
const SINGLETON_TYPES: ReadonlyMap<string, PyConstant | null> = /* @__PURE__ */ new Map<string, PyConstant | null>([
	["NoneType", null],
	["ellipsis", Ellipsis],
	["NotImplementedType", NotImplemented],
]);

/** `type(None)`, a call. */
function saveSingletonType(p: SaveMachine, qualname: string, instance: unknown): boolean {
	const key: PyName = `builtins:${qualname}`;
	const index = p.globals.get(key);
	if (index !== undefined) {
		p.get(index);
		return true;
	}
	p.tasks.push(new AfterTask(() => memoizeGlobal(p, key, undefined)));
	saveReduction(p, { callable: "builtins:type", args: [instance] }, undefined);
	return false;
}

/**
 * Writes a name: two names and STACK_GLOBAL, a GLOBAL line, or an extension code.
 *
 * @param owner the object that the memo is to know by this name, if it is more than a name
 * @returns true when it is complete
 */
export function saveGlobal(p: SaveMachine, module: string, qualname: string, owner?: object): boolean {
	const key: PyName = `${module}:${qualname}`;
	const index = p.globals.get(key);
	if (index !== undefined) {
		p.get(index);
		return true;
	}
	const code = p.protocol >= 2 ? p.registry.codeOf(key) : undefined;
	if (code !== undefined) {
		saveExtension(p, code);
		return true;
	}
	if (p.protocol >= 4) {
		for (const text of freshNames(module, qualname, p.version)) {
			p.framer.boundary();
			p.write(text);
		}
		p.out.u8(op.STACK_GLOBAL);
	} else if (qualname.includes(".")) {
		if (p.version >= 31300) {
			saveNested(p, module, qualname);
		} else {
			p.tasks.push(new AfterTask(() => memoizeGlobal(p, key, owner)));
			const dot = qualname.lastIndexOf(".");
			const parent = new PyGlobal(module, qualname.slice(0, dot));
			saveReduction(p, { callable: "builtins:getattr", args: [parent, qualname.slice(dot + 1)] }, undefined);
			return false;
		}
	} else {
		saveLine(p, op.GLOBAL, module, qualname);
	}
	memoizeGlobal(p, key, owner);
	return true;
}

function memoizeGlobal(p: SaveMachine, key: string, owner: object | undefined): void {
	if (p.fast) return;
	p.globals.set(key, p.memoSize);
	if (owner === undefined) p.put();
	else p.memoize(owner);
}

/** A name inside a class, from 3.13 on: `getattr` for each level, without memo for what lies between. */
function saveNested(p: SaveMachine, module: string, qualname: string): void {
	let dot = qualname.indexOf(".");
	const first = dot === -1 ? qualname : qualname.slice(0, dot);
	for (let at = dot; at !== -1; at = qualname.indexOf(".", at + 1)) {
		saveGlobal(p, "builtins", "getattr");
		if (p.protocol < 2) p.out.u8(op.MARK);
	}
	saveLine(p, op.GLOBAL, module, first);
	while (dot !== -1) {
		const next = qualname.indexOf(".", dot + 1);
		p.saveText(qualname.slice(dot + 1, next === -1 ? undefined : next));
		dot = next;
		p.out.u8(p.protocol < 2 ? op.TUPLE : op.TUPLE2);
		p.out.u8(op.REDUCE);
	}
}

function saveExtension(p: SaveMachine, code: number): void {
	const { out } = p;
	if (code > 0xff && code <= 0xffff) {
		out.u8u8(op.EXT2, code & 0xff);
		out.u8(code >> 8);
	} else out.sized(op.EXT1, op.EXT4, code);
}

/** Something to be done when what was put on the stack after it is complete. */
export class AfterTask implements Task {
	readonly #work: () => void;
	readonly path = "";
	readonly note = "";
	constructor(work: () => void) {
		this.#work = work;
	}
	step(): true {
		this.#work();
		return true;
	}
}
