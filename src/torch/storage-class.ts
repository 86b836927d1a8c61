/** The class by which a pickle names a storage. */
import { PyGlobal } from "../values/opaque.ts";
import { DTYPES } from "./dtypes.ts";
import type { Storage } from "./storage.ts";

const CLASSES: ReadonlyMap<string, PyGlobal> = /* @__PURE__ */ new Map(
	/* @__PURE__ */ [...DTYPES.values()].flatMap(({ storage }) =>
		storage === undefined ? [] : [[storage, new PyGlobal("torch", `${storage}Storage`)] as const],
	),
);
const UNTYPED: PyGlobal = /* @__PURE__ */ new PyGlobal("torch.storage", "UntypedStorage");

/** The class: `torch.FloatStorage`, or the one that counts bytes. */
export function storageClass({ dtype }: Storage): PyGlobal {
	return CLASSES.get(dtype?.storage ?? "") ?? UNTYPED;
}
