/** Every pickle that eight numpys wrote of the golden cases: read as expected, at once and in chunks, and written back. */
import { describe, expect, it } from "vitest";
import { NDArray } from "../../src/numpy/ndarray.ts";
import { NPRandom } from "../../src/numpy/random.ts";
import { numpyRegistry, registry } from "../../src/numpy/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { load } from "../../src/pickle/load.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { IS_SHORT, oneIn } from "../effort.ts";
import type { GoldenPickle } from "../golden/science-cases.ts";
import { numpyCases } from "./cases.ts";
import { spell } from "./spell.ts";

type Expected = Record<string, Record<string, unknown>>;

function read({ data, buffers }: GoldenPickle, encoding = "latin1"): unknown {
	return loads(data, { registry, mode: "exact", encoding, ...(buffers === undefined ? {} : { buffers }) });
}

/** Attributes of an inert object, by the name without its underscore. */
function attribute(object: PyObject, name: string): unknown {
	const { attributes } = object;
	return attributes.get(name) ?? attributes.get(`_${name}`);
}

/** Ints as text and arrays cut to five, as the golden cases have the states of generators. */
function cut(value: unknown): unknown {
	if (value instanceof NDArray) return (value.toArray() as unknown[]).slice(0, 5).map(String);
	if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, cut(inner)]));
	return typeof value === "string" ? value : String(value);
}

/** What a case says besides values: main fields of objects, names. */
function check(value: unknown, expected: Expected, isPython2Fill = false): void {
	if (expected["$names"] !== undefined) {
		expect((value as PyGlobal[]).map((global) => global.qualname)).toEqual(expected["$names"]);
		expect((value as unknown[]).every((global) => global instanceof PyGlobal)).toBe(true);
		return;
	}
	const { class: name, ...fields } = expected["$object"] ?? {};
	if (expected["$object"] === undefined && isPython2Fill) {
		// Python 2's numpy has the code of the character as fill value of objects.
		const { $ndarray } = spell(value) as { $ndarray: Record<string, unknown> };
		expect({ ...$ndarray, fill_value: "?" }).toEqual(expected["$ndarray"]);
	} else if (expected["$object"] === undefined) {
		expect(spell(value)).toEqual(expected);
	} else if (value instanceof NPRandom) {
		expect(value.kind).toBe(name);
		checkRandom(value, fields);
	} else {
		expect((value as PyObject).pyClass?.qualname).toBe(String(name).split(":").at(-1));
		for (const [key, held] of Object.entries(fields)) expect(spell(attribute(value as PyObject, key))).toEqual(held);
	}
}

function checkRandom(random: NPRandom, fields: Record<string, unknown>): void {
	const { state } = random;
	if (random.kind === "RandomState") {
		const [, key, pos, hasGauss, gauss] = state instanceof Map ? legacy(state) : (state as unknown[]);
		const first = (key as NDArray).slice([0, 5]);
		expect([random.bitGenerator, spell(first), pos, hasGauss, Number(gauss)]).toEqual([
			fields["bit_generator"],
			fields["key_first5"],
			fields["pos"],
			fields["has_gauss"],
			fields["cached_gaussian"],
		]);
	} else if (random.kind === "Generator") {
		expect(random.bitGenerator).toBe(fields["bit_generator"]);
		const [bits] = random.args as unknown[];
		const held = bits instanceof NPRandom ? (bits.state as unknown[])[0] : state;
		expect(cut(held)).toEqual(fields["state"]);
	} else {
		const [entropy, spawned] = state as unknown[];
		expect([String(entropy), spawned]).toEqual([fields["entropy"], fields["n_children_spawned"]]);
	}
}
function legacy(state: Map<unknown, unknown>): unknown[] {
	const inner = state.get("state") as Map<unknown, unknown>;
	return ["", inner.get("key"), inner.get("pos"), state.get("has_gauss"), state.get("gauss")];
}

const cases = numpyCases();

it("has all the cases", () => {
	expect(cases.length).toBe(133);
	expect(cases.flatMap(({ pickles }) => pickles).length).toBe(2522);
});

describe.each(cases)("$name", ({ name, pickles }) => {
	it("is read as numpy reads it", () => {
		for (const pickle of pickles) {
			try {
				const isPython2Fill = name === "ma_obj" && pickle.by[0]?.includes("py2.7") === true;
				check(read(pickle), pickle.expected as Expected, isPython2Fill);
			} catch (error) {
				throw new Error(`${pickle.by.join(", ")}: ${(error as Error).message}`, { cause: error });
			}
		}
	});
	it("is read alike in chunks cut anywhere", async () => {
		for (const pickle of oneIn(4, pickles)) {
			const { data, buffers } = pickle;
			const whole = read(pickle);
			for (const size of IS_SHORT ? [7] : [1, 7, 64]) {
				const chunks: Uint8Array[] = [];
				for (let at = 0; at < data.length; at += size) chunks.push(data.slice(at, at + size));
				const options = { registry, mode: "exact", encoding: "latin1" } as const;
				const got = await load(chunks, buffers === undefined ? options : { ...options, buffers });
				if (whole instanceof PyObject || whole instanceof NPRandom) expect(typeof got).toBe("object");
				else expect(spell(got)).toEqual(spell(whole));
			}
		}
	});
});

/**
 * Cases whose bytes differ from numpy's in the generations that are named, with equal values:
 * - strings that are equal and not one object in Python, as in the states of generators, or one object only from Python 3.12
 *   on, as `"b"` of a field and of `encode("b", "latin1")`;
 * - universal functions before numpy 1.19, which are names here.
 */
const UNEQUAL: Readonly<Record<string, RegExp>> = {
	object_2d_F: /^np1\.26-py3\.11 p[02]$/,
	rec_titles: /^np1\.26-py3\.11 p[02]$/,
	rec_offsets: /^np1\.26-py3\.11 p[02]$/,
	rec_aligned: /^np1\.26-py3\.11 p[02]$/,
	rec_big: /^np1\.26-py3\.11 p[02]$/,
	sub_recarray: /^np1\.26-py3\.11 p[02]$/,
	ma_mask: /^np1\.26-py3\.11 p[02]$/,
	ma_hard: /^np1\.26-py3\.11 p[02]$/,
	ma_2d_F: /^np1\.26-py3\.11 p[02]$/,
	ma_rec: /^np1\.26-py3\.11 p[02]$/,
	ma_obj: /^np1\.26-py3\.11 p[02]$/,
	funcs: /^np1\.1[378]-/,
	random_state: /^np(1\.26|2)/,
	random_mt19937: /^np/,
	random_sfc64: /^np/,
	random_pcg64dxsm: /^np/,
	finfo: /^np/,
	iinfo: /^np/,
};

it("writes what was read byte for byte for the same numpy and Python", () => {
	let same = 0;
	const unequal: string[] = [];
	for (const { name, pickles } of cases) {
		for (const pickle of pickles) {
			const [by] = pickle.by as [string];
			const [, numpyVersion, pythonVersion, protocol] = /^np([\d.]+)-py([\d.]+) p(\d)/.exec(by) as unknown as string[];
			if (pythonVersion === undefined || numpyVersion === undefined || pythonVersion === "2.7") continue;
			const own = numpyRegistry({ numpyVersion });
			const buffers: Uint8Array[] = [];
			const data = dumps(read(pickle), {
				registry: own,
				protocol: Number(protocol),
				pythonVersion,
				bufferCallback: pickle.buffers === undefined ? null : (buffer) => void buffers.push(buffer.raw()),
			});
			if (Buffer.compare(data, pickle.data) === 0) {
				same++;
				expect(buffers.map((buffer) => Buffer.from(buffer))).toEqual(
					(pickle.buffers ?? []).map((it) => Buffer.from(it)),
				);
			} else if (UNEQUAL[name]?.test(by) !== true) {
				unequal.push(`${name}: ${by}`);
			}
		}
	}
	expect(unequal).toEqual([]);
	expect(same).toBe(2119);
});

it("reads what Python 2 wrote with encoding: bytes too", () => {
	for (const { name, pickles } of cases) {
		// Texts of the user's own are bytes then.
		if (/object|obj|poly|random|finfo|iinfo|meta|titles|classes|funcs|dict|str_|chararray/.test(name)) continue;
		for (const pickle of pickles) {
			if (pickle.by[0]?.includes("py2.7") === true) expect(spell(read(pickle, "bytes"))).toEqual(spell(read(pickle)));
		}
	}
});

it("gives JavaScript's own values for scalars in plain mode", () => {
	const plain = (wanted: string): unknown => {
		const { pickles } = cases.find(({ name }) => name === wanted) as (typeof cases)[0];
		return loads((pickles[0] as GoldenPickle).data, { registry });
	};
	expect(["scalar_i4", "scalar_u8", "scalar_bool", "scalar_str", "scalar_f4", "scalar_bytes"].map(plain)).toEqual([
		7,
		2n ** 64n - 1n,
		true,
		"h\xe9",
		Math.fround(0.1),
		new Uint8Array([97, 98]),
	]);
	expect(plain("scalars_list")).toEqual([0, 1, 2, 3]);
});
