/** The raw bytes and whole pickles that a reduction writes after its BUILD: raw bytes and whole pickles. */
import { PicklingError } from "../../errors.ts";
import type { Reduction, StreamPiece } from "../../registry/registry.ts";
import { typeName } from "../../values/type-name.ts";
import { checkProtocol } from "../options.ts";
import type { SaveMachine } from "./machine.ts";

/** Writes what follows a BUILD, outside of any frame. */
export function writeAfter(p: SaveMachine, after: NonNullable<Reduction["after"]>): void {
	p.framer.interrupt(() => {
		for (const piece of after(p.out.position)) writePiece(p, piece);
	});
}

function writePiece(p: SaveMachine, piece: StreamPiece): void {
	if (piece instanceof Uint8Array) {
		if (piece.length < 4096) p.out.raw(piece);
		else p.out.rawLarge(piece);
	} else if (typeof piece === "object" && piece !== null && "pickle" in piece) {
		p.out.raw(nestedPickle(p, piece.pickle, piece.protocol));
	} else {
		throw new PicklingError(`bytes or a pickle must follow a BUILD, not ${typeName(piece)}`, { code: "reduce" });
	}
}

function nestedPickle(p: SaveMachine, value: unknown, wanted: number | undefined): Uint8Array {
	const saver = p.nest(wanted === undefined ? p.protocol : checkProtocol(wanted, p.version));
	saver.begin(value);
	saver.run();
	return saver.out.join();
}
