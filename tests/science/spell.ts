/** Spells values of numpy, scipy and scikit-learn as `spell.py` and `gen_sklearn.py` do, for comparing. */
import { type DType, type DTypeField, NDArray, NPRandom, NPScalar, Sparse } from "../../src/numpy/index.ts";
import { PyByteArray, PyComplex, PyDict, PyFloat, PyGlobal, PyObject, PyTuple } from "../../src/types/index.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function float(value: number): unknown {
	if (Number.isNaN(value)) return { $float: "nan" };
	if (!Number.isFinite(value)) return { $float: value > 0 ? "inf" : "-inf" };
	return Object.is(value, -0) ? { $float: "-0.0" } : value;
}

function fieldOf(type: DType, name: string): DTypeField {
	const field = type.fields?.get(name);
	if (field === undefined) throw new TypeError(`no field ${name}`);
	return field;
}

function dtype(type: DType): unknown {
	if (type.subdtype !== null) {
		const { base, shape } = type.subdtype;
		return { subarray: [...shape], base: dtype(base), itemsize: type.itemsize };
	}
	if (type.fields !== null) {
		const fields = (type.names ?? []).map((name) => {
			const { dtype: inner, offset, title } = fieldOf(type, name);
			return { name, dtype: dtype(inner), offset, ...(title === undefined ? {} : { title: spell(title) }) };
		});
		return { fields, itemsize: type.itemsize, aligned: type.isAligned, alignment: type.alignment };
	}
	return { str: type.str, kind: type.kind, itemsize: type.itemsize };
}

function item(value: unknown, type: DType): unknown {
	if (type.kind === "O") return spell(value);
	if (value instanceof NPScalar && type.unit !== null) {
		const unit = `${type.unit.count === 1 ? "" : type.unit.count}${type.unit.name}`;
		const kind = type.kind === "M" ? "$datetime64" : "$timedelta64";
		if (value.isNaT) return { [kind]: "NaT", unit };
		return type.kind === "M"
			? { [kind]: String(value), unit, int: String(value.value) }
			: { [kind]: String(value.value), unit };
	}
	if (type.subdtype !== null) {
		const { base, shape } = type.subdtype;
		const deep = (given: unknown, depth: number): unknown =>
			depth === 0 ? item(given, base) : (given as unknown[]).map((inner) => deep(inner, depth - 1));
		return deep(value, shape.length);
	}
	if (type.fields !== null) {
		const record = value as Record<string, unknown>;
		return {
			$record: (type.names ?? []).map((name) => [name, item(record[name], fieldOf(type, name).dtype)]),
		};
	}
	if (value instanceof Uint8Array) return type.kind === "S" ? { $bytes: hex(value) } : { $void: hex(value) };
	if (value instanceof NPScalar) return item(value.value, type);
	return spell(value);
}

function items(array: NDArray): unknown {
	if (array.ndim === 0) return item(array.get(), array.dtype);
	const length = array.shape[0] as number;
	return Array.from({ length }, (_, i) => items(array.slice(i)));
}

/** Names of classes without the modules that changed. */
function className(cls: PyGlobal): string {
	return cls.module.split(".")[0] === "numpy" ? `numpy:${cls.qualname}` : `${cls.module}:${cls.qualname}`;
}

function spellArray(array: NDArray): unknown {
	const order = array.order === "F" ? { order: "F" } : {};
	return {
		class: className(array.pyClass),
		dtype: dtype(array.dtype),
		shape: [...array.shape],
		...order,
		values: items(array),
	};
}

function spellSparse(value: Sparse): unknown {
	const { pyClass, format, shape, attributes } = value;
	const dense = value.toDense();
	const arrays: Record<string, unknown> = {};
	for (const [name, held] of attributes)
		if (held instanceof NDArray && !"rows".includes(name)) arrays[name] = spell(held);
	return {
		$sparse: {
			class: pyClass.qualname,
			format,
			dtype: value.dtype.str,
			shape: [...shape],
			dense: items(dense),
			...arrays,
		},
	};
}

function spellObject(value: PyObject): unknown {
	const called = value.pyClass ?? (value.callable as PyGlobal);
	// Cython makes an object by a function of its module, whose first argument is the class.
	const cls = className(called.qualname.startsWith("__pyx_unpickle_") ? (value.args[0] as PyGlobal) : called);
	if (value.state === undefined) return { $object: { class: cls, state: null } };
	if (value.args.length > 0)
		return { $object: { class: cls, args: Array.from(value.args, spell), state: spell(value.state) } };
	if (!(value.state instanceof Map)) return { $object: { class: cls, state: spell(value.state) } };
	return { $object: { class: cls, attributes: Array.from(value.attributes, ([name, held]) => [name, spell(held)]) } };
}

/** A value, read in exact mode, in the notation of `spell.py`. */
export function spell(value: unknown): unknown {
	if (value === null || typeof value === "boolean" || typeof value === "string") return value;
	if (typeof value === "number") return float(value);
	if (typeof value === "bigint") return { $int: String(value) };
	if (value instanceof PyFloat) return float(value.value);
	if (value instanceof PyComplex) return { $complex: [float(value.real), float(value.imag)] };
	if (value instanceof NDArray) return { $ndarray: spellArray(value) };
	if (value instanceof NPScalar) return { $scalar: { dtype: dtype(value.dtype), value: item(value, value.dtype) } };
	if (value instanceof NPRandom) return { $object: { class: "numpy.random.mtrand:RandomState" } };
	if (value instanceof Sparse) return spellSparse(value);
	if (value instanceof PyByteArray) return { $bytearray: hex(value) };
	if (value instanceof Uint8Array) return { $bytes: hex(value) };
	if (value instanceof PyTuple) return { $tuple: Array.from(value, spell) };
	if (Array.isArray(value)) return value.map(spell);
	if (value instanceof PyDict || value instanceof Map)
		return { $dict: Array.from(value, ([key, held]) => [spell(key), spell(held)]) };
	if (value instanceof Set) return { $set: Array.from(value, spell).sort() };
	if (value instanceof PyGlobal) return { $global: className(value) };
	if (value instanceof PyObject) return spellObject(value);
	throw new TypeError(`cannot spell ${Object.prototype.toString.call(value)}`);
}
