/**
 * Pickles that name the classes of numpy, pandas and torch: arrays, indexes and frames of what has no end, values that represent
 * more than they hold, dtypes of thousands of fields, one storage or buffer that many values share.
 */
import { join, le } from "./cost-tables.mjs";

const text = (string) => join("X", le(Buffer.byteLength(string), 4), Buffer.from(string));
const int = (value) => {
	const bytes = Buffer.alloc(10, "\x8a\x08", "latin1");
	bytes.writeBigInt64LE(BigInt(value), 2);
	return bytes;
};
const count = (most, random) => Math.max(1, Math.floor(most ** (random.below(1001) / 1000)));
const DTYPE = "cnumpy\ndtype\n";
const plainDtype = (code, order = "<", flags = 0) =>
	join(
		DTYPE,
		text(code),
		"\x89\x88\x87R(K\x03",
		text(order),
		"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK",
		le(flags, 1),
		"tb",
	);
const OBJECT = plainDtype("O8", "|", 63);
const START = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R";
const array = (dtype, shape, data) => join(START, "(K\x01(", ...shape.map(int), "t", dtype, "\x89", data, "tb");
const objects = (...items) => array(OBJECT, [items.length], join("](", ...items, "e"));
const bytes = (size) => join("B", le(size, 4), Buffer.alloc(size, 1));

/** Items: deep, of the same twice again and again, or long; memo 250 is free for what is in itself. */
const ITEMS = [
	(size) => join("]".repeat(size), "a".repeat(size - 1)),
	(size) => join("K\x01", "\x85".repeat(size)),
	(size) => join("]q\xfa", "0](h\xfah\xfaeq\xfa".repeat(Math.min(60, size))),
	(size) => join(")q\xfa", "0h\xfah\xfa\x86q\xfa".repeat(Math.min(60, size))),
	() => "]q\xfah\xfaa",
	(size) => text("x\n\t\x1b".repeat(size)),
	(size) => join("\x8b", le(size, 4), Buffer.alloc(size, 97)),
	() => "}q\xfa(X\x01\0\0\0ah\xfau",
	(size) => join("](", "K\x01".repeat(size), "e"),
];
const INDEX = "cpandas.core.indexes.base\n_new_Index\ncpandas.core.indexes.";
const index = (data) => join(INDEX, "base\nIndex\n}(", text("data"), data, text("name"), "Nu\x86R");
const range = (stop) =>
	join(
		INDEX,
		"range\nRangeIndex\n}(",
		...["start", "stop", "step"].map((name, at) => join(text(name), int([0, stop, 1][at]))),
		text("name"),
		"Nu\x86R",
	);
const state = (pairs) => join("}(", ...pairs.map(([name, value]) => join(text(name), value)), "u");
const backed = (name, data) => join("cpandas.core.arrays.numpy_\n", name, "\n)\x81", state([["_ndarray", data]]), "b");
const manager = (axes, blocks) =>
	join("cpandas.core.internals.managers\nBlockManager\n(", "(", ...blocks, "t](", ...axes, "etR");
/** A series has its one block in a state, as it has been since pandas 0.14. */
const single = (data, rows) =>
	join(
		"cpandas.core.internals.managers\nSingleBlockManager\n)\x81(]",
		rows,
		"q\xf0a]",
		data,
		"q\xf1a]h\xf0a",
		state([
			[
				"0.14.1",
				state([
					["axes", "]h\xf0a"],
					[
						"blocks",
						join(
							"]",
							state([
								["values", "h\xf1"],
								["mgr_locs", slice(0, 1)],
							]),
							"a",
						),
					],
				]),
			],
		]),
		"tb",
	);
const slice = (from, to) => join("cbuiltins\nslice\n", int(from), int(to), "K\x01\x87R");
const block = (values, from, to, axes) =>
	join("cpandas._libs.internals\n_unpickle_block\n", values, slice(from, to), "K", le(axes, 1), "\x87R");
const series = (data, rows) =>
	join(
		"cpandas.core.series\nSeries\n)\x81",
		state([
			["_mgr", single(data, rows)],
			["_typ", text("series")],
			["_metadata", join("]", text("_name"), "a")],
			["attrs", "}"],
			["_name", "N"],
		]),
		"b",
	);
const frame = (columns, rows, blocks) =>
	join(
		"cpandas.core.frame\nDataFrame\n)\x81",
		state([
			["_mgr", manager([columns, rows], blocks)],
			["_typ", text("dataframe")],
			["_metadata", "]"],
			["attrs", "}"],
		]),
		"b",
	);

/** What holds two items of any kind. */
const HOLDERS = [
	objects,
	(a, b) => index(objects(a, b)),
	(a, b) => backed("NumpyExtensionArray", objects(a, b)),
	(a, b) => series(objects(a, b), range(2)),
	(a, b) => frame(range(2), range(1), [block(array(OBJECT, [2, 1], join("](", a, b, "e")), 0, 2, 2)]),
	(a, b) => frame(index(objects(a, b)), range(1), [block(array(plainDtype("i8"), [2, 1], bytes(16)), 0, 2, 2)]),
	(a, b) => join("cpandas._libs.interval\nInterval\n", a, b, text("right"), "\x87R"),
	(a, b) =>
		join(
			"cpandas._libs.tslibs.offsets\nDateOffset\n)\x81",
			state([
				["n", "K\x01"],
				["normalize", "\x89"],
				["days", a],
				["years", b],
			]),
			"b",
		),
	(a, b) =>
		join(
			"cpandas.core.dtypes.dtypes\nCategoricalDtype\n)\x81",
			state([
				["categories", index(objects(a, b))],
				["ordered", "\x89"],
			]),
			"b",
		),
	(a, b) => join("cpandas.core.indexes.multi\nMultiIndex\n)R", a, "0", b, "00", objects("N", "N")),
];
function heldPickle(random, most) {
	const hold = random.pick(HOLDERS);
	if (random.chance(40)) {
		// Of its own kind, one in the other, once or twice.
		const level = hold("h\xfb", random.pick(["K\x01", "h\xfb"]));
		const levels = Math.min(300, count(most / level.length, random));
		return join("\x80\x04K\x01q\xfb", "0", join(level, "q\xfb0").toString("latin1").repeat(levels), "h\xfb.");
	}
	const item = random.pick(ITEMS)(Math.max(1, Math.floor(count(most, random) / 8)));
	const one = hold(join(item, "q\xfc"), "h\xfc");
	return join("\x80\x04](", one, random.pick(["", "N", "h\xfc"]), "e.");
}

/** Few bytes for many items: most are refused, and none is made without being asked for. */
const LARGE = [2 ** 12, 2 ** 16, 2 ** 31 - 1, 2 ** 40, 2 ** 52];
function lazyPickle(random, most) {
	const size = random.pick(LARGE);
	const none = array(plainDtype("V0", "|"), [size], bytes(0));
	const value = random.pick([
		() => range(size),
		() => none,
		() => array(plainDtype("f8"), [size, 0], bytes(0)),
		() => array(plainDtype("f8"), [size], bytes(64)),
		() => frame(range(0), range(size), []),
		() => frame(range(size), range(0), [block(array(plainDtype("f8"), [size, 0], bytes(0)), 0, size, 2)]),
		() =>
			frame(
				range(4),
				range(1),
				Array.from({ length: 4 }, () => block(array(plainDtype("i8"), [2, 1], bytes(16)), 0, 2, 2)),
			),
		() => series(none, range(size)),
		() =>
			join(
				"cpandas.core.dtypes.dtypes\nCategoricalDtype\n)\x81",
				state([
					["categories", range(size)],
					["ordered", "\x89"],
				]),
				"b",
			),
	])();
	return join("\x80\x04", value, "q\xfa0](", "h\xfa".repeat(count(most / 2, random)), "e.");
}

/** A structured dtype of many fields, one in the other, or of the same dtype twice, and an array of it. */
function fieldsPickle(random, most) {
	const field = (name, dtype, offset) => join(text(name), dtype, int(offset), "\x86");
	const record = (names, fields, size) =>
		join(
			DTYPE,
			text(`V${size}`),
			"\x89\x88\x87R(K\x03",
			text("|"),
			"N(",
			...names.map(text),
			"t}(",
			...fields,
			"u",
			int(size),
			"K\x01K\0tb",
		);
	let dtype;
	let size = 0;
	if (random.chance(50)) {
		const names = Array.from({ length: count(most / 60, random) }, (_, i) => `f${i}`);
		size = names.length;
		dtype = record(
			names,
			names.map((name, i) => field(name, i === 0 ? join(plainDtype("u1", "|"), "q\xfa") : "h\xfa", i)),
			size,
		);
	} else {
		const twice = random.chance(50);
		dtype = join(plainDtype(random.pick(["V0", "u1"]), "|"), "q\xfa");
		for (let i = Math.min(200, count(most / 90, random)); i > 0; i--)
			dtype = join(
				dtype,
				"0",
				record(twice ? ["a", "b"] : ["a"], [field("a", "h\xfa", 0), ...(twice ? [field("b", "h\xfa", 0)] : [])], size),
				"q\xfa",
			);
	}
	return join("\x80\x04", dtype, random.pick(["", join("q\xfa0", array("h\xfa", [2], bytes(2 * size)))]), ".");
}

/** Many views of one storage of torch, with strides and sizes that have nothing to do with it. */
function viewsPickle(random, most) {
	const id = join(
		"(",
		text("storage"),
		"ctorch\nFloatStorage\n",
		text("0"),
		text("cpu"),
		int(random.pick([0, 4, 2 ** 40])),
		"tQ",
	);
	const view = () => {
		const [sizes, strides] = [
			random.pick([[2], [2 ** 20, 2 ** 20], [0, 2 ** 40], []]),
			random.pick([0, 1, -1, 2 ** 40]),
		];
		return join(
			"ctorch._utils\n_rebuild_tensor_v2\n(h\xfa",
			int(random.pick([0, 1, 2 ** 31])),
			"(",
			...sizes.map(int),
			"t(",
			...sizes.map(() => int(strides)),
			"t\x89)tR",
		);
	};
	const one = view();
	return join(
		"\x80\x02",
		id,
		"q\xfa0](",
		...Array.from({ length: count(most / one.length, random) }, () => (random.chance(90) ? one : view())),
		"e.",
	);
}

/** Buffers out of band: too many, too few, read-only twice, and what arrays make of them. */
function buffersPickle(random, most) {
	const unit = random.pick([
		"\x97",
		"\x97\x98",
		"\x97\x98\x98",
		"\x97q\xfah\xfa\x86",
		join("cnumpy.core.numeric\n_frombuffer\n(\x97", plainDtype("u1", "|"), "K\x10\x85", text("C"), "tR"),
	]);
	return join(
		"\x80\x05](",
		join(unit)
			.toString("latin1")
			.repeat(count(most / unit.length, random)),
		"e.",
	);
}

const SHAPES = [heldPickle, heldPickle, lazyPickle, fieldsPickle, viewsPickle, buffersPickle];

/** A pickle of one of these shapes, to be read with the registries of the libraries. */
export function libraryPickle(random, most = 100_000) {
	return random.pick(SHAPES)(random, most);
}
