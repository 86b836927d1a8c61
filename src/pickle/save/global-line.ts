import { PicklingError } from "../../errors.ts";
import { toPython2 } from "../../registry/python2-names.ts";
import type { SaveMachine } from "./machine.ts";

/** GLOBAL or INST: ASCII below protocol 3, UTF-8 in protocol 3. */
export function saveLine(p: SaveMachine, opcode: number, module: string, qualname: string): void {
	const [oldModule, oldName] = p.fixImports ? toPython2(module, qualname, p.version) : [module, qualname];
	for (const [kind, text] of [
		["module", oldModule],
		["global", oldName],
	] as const) {
		// A name of two lines would be read as a name and opcodes, and one of no character is not read at all.
		if ((p.protocol < 3 && !/^[\0-\x7f]*$/.test(text)) || text === "" || text.includes("\n")) {
			throw new PicklingError(`can't pickle ${kind} identifier '${text}' using pickle protocol ${p.protocol}`, {
				code: "global",
			});
		}
	}
	p.out.u8(opcode);
	p.out.utf8(`${oldModule}\n${oldName}\n`);
}
