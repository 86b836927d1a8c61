import { PicklingError } from "../../errors.ts";
import * as op from "../opcodes.ts";
import type { SaveMachine, Task } from "./machine.ts";

/** Characters of an id from which on each use counts, and bytes of memory that each of them counts for. */
const LONG = 1024;
const WRITTEN_AGAIN = 8;

/** Writes a persistent id: any value from protocol 1 on, a line of text in protocol 0. */
export function savePersistentId(p: SaveMachine, id: unknown): boolean {
	if (p.protocol >= 1) {
		return p.start(new PersistentTask(id));
	}
	const text = typeof id === "string" ? id : String(id);
	if (!/^[\0-\x7f]*$/.test(text)) {
		throw new PicklingError("persistent IDs in protocol 0 must be ASCII strings", { code: "persistent-id" });
	}
	// CPython writes it, and what is after the newline is read as opcodes.
	if (text.includes("\n")) {
		throw new PicklingError("persistent IDs in protocol 0 must be of one line", { code: "persistent-id" });
	}
	// No memo holds it.
	if (text.length > LONG) p.again(WRITTEN_AGAIN * text.length);
	p.out.u8(op.PERSID);
	p.out.utf8(text);
	p.out.u8(0x0a);
	return true;
}

/** The id, which no hook may see, then BINPERSID. */
class PersistentTask implements Task {
	#saved = false;
	readonly #id: unknown;
	readonly path = "";
	readonly note = "";
	constructor(id: unknown) {
		this.#id = id;
	}
	step(p: SaveMachine): boolean {
		if (!this.#saved) {
			// Written once: when the id needs steps of its own, this task goes on after them.
			this.#saved = true;
			if (!p.write(this.#id)) return false;
		}
		p.out.u8(op.BINPERSID);
		return true;
	}
}
