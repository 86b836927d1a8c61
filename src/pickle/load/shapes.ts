import { PyDict } from "../../values/dict.ts";
import { KeyInterner, SHARE } from "../../values/key-interner.ts";
import { PyFloat } from "../../values/numbers.ts";
import { PyGlobal, PyObject } from "../../values/opaque.ts";
import { IndexBuffer } from "../../values/own-property.ts";
import { PySet } from "../../values/set.ts";
import { tupleFrom } from "../../values/tuple.ts";
import { PendingList } from "./fast/pending.ts";

/** One of each kind of object that most pickles are made of, to be kept alive for their shapes. */
export function loadShapes(): readonly unknown[] {
	const space = new KeyInterner(true);
	const name = new PyGlobal("builtins", "object");
	return [
		new PendingList(-1, -1),
		tupleFrom(["text"]),
		tupleFrom([1]),
		new PyFloat(1),
		new PyDict()[SHARE](space).set(tupleFrom([1]), null),
		new IndexBuffer(),
		new PySet()[SHARE](space),
		new PyObject({ callable: name, operations: [{ op: "build", state: null }] }),
	];
}
