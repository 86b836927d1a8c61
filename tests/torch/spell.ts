/** Spells values of torch as `gen_torch.py` does, for comparing; storages have been read. */
import { Device, Parameter, Size, SparseTensor, Storage, Tensor } from "../../src/torch/index.ts";
import { PyGlobal, PyObject, PyOrderedDict, PyTuple } from "../../src/types/index.ts";
import { spell as spellScience } from "../science/spell.ts";

/** Numbers the storages in the order in which they are met. */
class Speller {
	readonly #numbers = new Map<Storage, number>();

	spell(value: unknown): unknown {
		const deep = (item: unknown): unknown => this.spell(item);
		if (value instanceof Tensor) return { $tensor: this.#tensor(value) };
		if (value instanceof SparseTensor) return { $tensor: sparseOf(value) };
		if (value instanceof Storage) return { $storage: { dtype: `torch.${value.dtype?.name}`, values: itemsOf(value) } };
		if (value instanceof Size) return { $size: [...value] };
		if (value instanceof Device) return { $device: String(value) };
		if (value instanceof PyGlobal && value.module === "torch") return { $torch: `torch.${value.qualname}` };
		if (value instanceof PyObject) return this.#object(value);
		if (value instanceof PyOrderedDict) {
			const attributes = Array.from(value.attributes, ([name, item]) => [name, deep(item)] as const);
			return { $ordereddict: entries(value, deep), ...Object.fromEntries(attributes) };
		}
		if (value instanceof Map) return { $dict: entries(value, deep) };
		if (value instanceof PyTuple) return { $tuple: Array.from(value, deep) };
		if (Array.isArray(value)) return value.map(deep);
		return spellScience(value);
	}
	#tensor(tensor: Tensor): unknown {
		const { dtype, shape, stride, offset, storage, quantizer } = tensor;
		const isPlain = String(tensor.pyClass) === "torch.Tensor";
		const about = {
			dtype: `torch.${dtype}`,
			shape: [...shape],
			...(tensor instanceof Parameter ? { class: "Parameter" } : isPlain ? {} : { class: String(tensor.pyClass) }),
		};
		if (storage === undefined) return { ...about, device: "meta", stride: [...stride] };
		if (quantizer !== undefined) {
			const how =
				"scale" in quantizer
					? { scale: quantizer.scale, zero_point: quantizer.zeroPoint }
					: {
							scales: values(quantizer.scales),
							zero_points: values(quantizer.zeroPoints),
							axis: quantizer.axis,
						};
			return {
				...about,
				int_repr: spellScience(tensor.toNDArray().toArray()),
				dequantized: spellScience(tensor.dequantize().toArray()),
				qscheme: `torch.${quantizer.scheme}`,
				stride: [...stride],
				offset,
				...how,
			};
		}
		return {
			...about,
			stride: [...stride],
			offset,
			storage: this.#number(storage),
			storage_bytes: storage.nbytes,
			...(tensor.requiresGrad ? { requires_grad: true } : {}),
			...(tensor.isConj ? { conj: true } : {}),
			...(tensor.isNeg ? { neg: true } : {}),
			...(tensor.attributes.size === 0
				? {}
				: {
						attributes: Object.fromEntries(Array.from(tensor.attributes, ([name, item]) => [name, this.spell(item)])),
					}),
			values: values(tensor),
		};
	}
	#number(storage: Storage): number | "empty" {
		if (storage.nbytes === 0) return "empty";
		const number = this.#numbers.get(storage) ?? this.#numbers.size;
		this.#numbers.set(storage, number);
		return number;
	}
	#object(value: PyObject): unknown {
		const { attributes, args, pyClass } = value;
		if (String(pyClass) === "torch.nn.utils.rnn.PackedSequence")
			return { $packed: Array.from(args, (item) => this.spell(item)) };
		const group = (name: string): unknown => {
			const held = attributes.get(name);
			return entries(held as Map<unknown, unknown>, (item) => this.spell(item)).map(([key, item]) => [key, item]);
		};
		return {
			$module: {
				class: `${pyClass?.module}:${pyClass?.qualname}`,
				training: attributes.get("training"),
				parameters: group("_parameters"),
				buffers: group("_buffers"),
				modules: group("_modules"),
			},
		};
	}
}

function entries(dict: Map<unknown, unknown>, deep: (item: unknown) => unknown): unknown[][] {
	return Array.from(dict, ([key, item]) => [deep(key), deep(item)]);
}
function values(tensor: Tensor): unknown {
	return spellScience(tensor.toArray());
}
function itemsOf(storage: Storage): unknown {
	const dtype = storage.dtype?.name ?? "uint8";
	return values(new Tensor({ storage, dtype, shape: [storage.nbytes / (storage.dtype?.itemsize ?? 1)] }));
}
function sparseOf(tensor: SparseTensor): unknown {
	const { layout, dtype, shape, indices, plainIndices, isCoalesced } = tensor;
	const about = { dtype: `torch.${dtype}`, shape: [...shape] };
	if (layout === "sparse_coo") {
		return {
			...about,
			layout,
			indices: values(indices),
			values: values(tensor.values),
			is_coalesced: isCoalesced,
			dense: spellScience(tensor.toDense().toArray()),
		};
	}
	const [starts, plain] = layout.endsWith("r") ? ["crow_indices", "col_indices"] : ["ccol_indices", "row_indices"];
	return {
		...about,
		layout: `torch.${layout}`,
		[starts]: values(indices),
		[plain]: values(plainIndices as Tensor),
		values: values(tensor.values),
	};
}

/** A value, read in exact mode, in the notation of `gen_torch.py`. */
export function spell(value: unknown): unknown {
	return new Speller().spell(value);
}
