/** How numpy's scalars are read and written. */
import { PicklingError } from "../errors.ts";
import { accepted, bytes } from "../registry/arguments.ts";
import type { TypeEntry } from "../registry/registry.ts";

import { TYPE } from "../values/brand.ts";
import { oneByte } from "./array-type.ts";
import { DType } from "./dtype.ts";
import { itemReader } from "./items.ts";
import { NDArray } from "./ndarray.ts";
import { NPScalar } from "./scalar.ts";
import { coreNames, type Style } from "./versions.ts";

/** Whether JavaScript has values for such items, which plain mode returns then. */
function isNative({ kind, itemsize, format, subdtype, fields }: DType): boolean {
	if (subdtype !== null || fields !== null) return false;
	if (kind === "V") return format !== undefined;
	return "biufcSU".includes(kind) && itemsize !== 32 && !(kind === "f" && itemsize === 16);
}

/** The value of bytes, which must be as many as the dtype says. */
function read(dtype: DType, given: Uint8Array): unknown {
	const view = new DataView(given.buffer, given.byteOffset, given.byteLength);
	return itemReader(dtype)(view, 0);
}

function writtenBytes({ dtype, value, raw, [TYPE]: name }: NPScalar): Uint8Array {
	if (raw instanceof Uint8Array) return raw;
	if (dtype.unit === null) {
		throw new PicklingError(`cannot pickle '${name}': use scalar()`, { code: "unpicklable" });
	}
	const made = new Uint8Array(8);
	new DataView(made.buffer).setBigInt64(0, BigInt(value as bigint), dtype.isLittle);
	return made;
}

/** `scalar(dtype, bytes)`; for items with objects in them an array of no axes instead of bytes. */
export function scalarType(style: Style): TypeEntry<NPScalar> {
	return {
		names: coreNames("multiarray", "scalar"),
		type: NPScalar,
		load: (args, kwargs, { mode }) => {
			const [dtype, given] = args;
			if (args.length !== 2 || kwargs.size > 0 || !(dtype instanceof DType)) return undefined;
			if (dtype.hasObject) {
				// An object is not a scalar, and numpy warns of pickles that say so.
				if (dtype.kind === "O") return undefined;
				const fits = given instanceof NDArray && given.ndim === 0 && given.dtype.str === dtype.str;
				return fits ? new NPScalar(dtype, given.get(), given) : undefined;
			}
			const raw = bytes(given);
			if (raw === undefined || raw.length !== dtype.itemsize) return undefined;
			return accepted(() => {
				const value = read(dtype, raw);
				if (value instanceof NPScalar) return new NPScalar(dtype, value.value as bigint);
				return mode === "plain" && isNative(dtype) ? value : new NPScalar(dtype, value, raw);
			});
		},
		reduce: (given) => {
			const scalar = given as NPScalar;
			const { raw } = scalar;
			const data = raw instanceof NDArray ? raw : writtenBytes(scalar);
			const own = data instanceof Uint8Array && data.length === 1 ? oneByte(data[0] as number) : data;
			return { callable: `${style.core}.multiarray:scalar`, args: [scalar.dtype, own] };
		},
	} as TypeEntry<NPScalar>;
}
