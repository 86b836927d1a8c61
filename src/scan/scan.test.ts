import { describe, expect, test } from "vitest";
import { stopwatch } from "../../tests/stopwatch.ts";
import { dumps } from "../pickle/dumps.ts";
import { load } from "../pickle/load.ts";
import { loads } from "../pickle/loads.ts";
import type { Finding } from "./finding.ts";
import { atLeast, verdict } from "./finding.ts";
import { createPolicy } from "./policy.ts";
import { report } from "./report.ts";
import { type ScanOptions, scan } from "./scan.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

async function findings(text: string, options?: ScanOptions): Promise<Finding[]> {
	const all: Finding[] = [];
	for await (const finding of scan(bytes(text), options)) all.push(finding);
	return all;
}
/** Verdict and rules of a pickle. */
async function judged(text: string, options?: ScanOptions): Promise<string> {
	const all = await findings(text, options);
	return [verdict(all), ...all.map(({ rule }) => rule)].join(" ");
}

describe("verdicts", () => {
	test.each([
		["", "no-pickle file"],
		["hello, world", "no-pickle file"],
		["copyright notice\nof somebody\n", "no-pickle file"],
		["Python is a language\nof its own", "no-pickle file"],
		["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no-pickle file"],
		["\x80\x04N.", "safe file"],
		["\x80\x04]\x94(K\x01K\x02e.", "safe file"],
		["\x80\x02ccollections\nOrderedDict\n)R.", "safe file"],
		["\x80\x02cshop\nCart\n)\x81}X\x01\0\0\0aK\x01sb.", "unknown own-name"],
		["cos\nsystem\n(S'id'\ntR.", "dangerous denied-name"],
		["ccalendar\nweek\n)R.", "suspicious unlisted-stdlib"],
		["cnumpy\nfoo\n)R.", "suspicious unlisted-name unlisted-call"],
		["cnumpy\nFoo\n.", "unknown unlisted-name"],
		["cshop\nmake\n)R.", "suspicious own-name unlisted-call"],
	])("%j", async (text, wanted) => expect(await judged(text)).toBe(wanted));
	test("are in order", () => {
		expect(atLeast("dangerous", "suspicious")).toBe(true);
		expect(atLeast("safe", "unknown")).toBe(false);
		expect(verdict([{ verdict: "unknown" }, { verdict: "safe" }])).toBe("unknown");
	});
});

describe("a listed name is not enough", () => {
	test.each([
		["a state for a function", "cnumpy\nsin\n}S'a'\nNsb.", "acts-on-import"],
		["the result of a call is called", "ccollections\nOrderedDict\n)R)R.", "call-of-result"],
		["a call of what is only kept", "cnumpy\nsin\n(K\x01tR.", "kind-of-use"],
		["numpy's import by name", "cnumpy.core\n_ufunc_reconstruct\n(S'os'\nS'system'\ntR.", "argument"],
		["torch's call of anything", "ctorch._tensor\n_rebuild_from_type_v2\n(cshop\nf\ncshop\nC\n)}tR.", "argument"],
		["iter with two arguments", "c__builtin__\niter\n(cshop\nf\nK\x01tR.", "argument"],
		[
			"a dtype of objects over bytes",
			"cnumpy\ndtype\n(S'O8'\nI00\nI01\ntRq\x010cnumpy.core.multiarray\nscalar\n(h\x01S'12345678'\ntR.",
			"argument",
		],
		[
			"a dtype that is changed after it was used",
			"cnumpy\ndtype\n(S'V8'\nI00\nI01\ntRq\x010cnumpy.core.multiarray\nscalar\n(h\x01S'12345678'\ntR0h\x01(I3\nS'|'\nNtb.",
			"state-again",
		],
		["a class that is replaced", "\x80\x02cshop\nC\n)\x81}X\x09\0\0\0__class__cnumpy\nsin\nsb.", "state-key"],
		["the same by a slot", "\x80\x02cshop\nC\n)\x81N}X\x07\0\0\0__foo__Ks\x86b.".replace("Ks", "K\x01s"), "state-key"],
		[
			"the same by an OrderedDict",
			"\x80\x02cshop\nC\n)\x81ccollections\nOrderedDict\n)RX\x09\0\0\0__class__Nsb.",
			"state-key",
		],
		["an id that torch does not write", "cshop\nC\nQ.", "persistent-id"],
		["an extension code", "\x82\x05.", "extension-code"],
		["a name that is computed", "\x80\x04\x8c\x02oscshop\nF\n)R\x93.", "computed-name"],
		["an attribute whose name is computed", "c__builtin__\ngetattr\n(cshop\nC\ncshop\nD\n)RtR.", "attribute"],
		["a private attribute", "c__builtin__\ngetattr\n(cshop\nC\nS'_x'\ntR.", "attribute"],
		[
			"a text that sympy evaluates",
			"\x80\x02csympy.functions.elementary.trigonometric\nsin\nX\x05\0\0\0x()+1\x85\x81.",
			"argument",
		],
		[
			"the same by a partial of __new__",
			"\x80\x02cfunctools\npartial\nc__builtin__\ngetattr\ncsympy.functions.elementary.trigonometric\nsin\nq\0X\x07\0\0\0__new__\x86Rq\x01\x85R(h\x01h\0X\x05\0\0\0x()+1\x86}Ntb)R.",
			"argument",
		],
		[
			"code in the state of a distribution",
			"\x80\x02cscipy.stats._continuous_distns\nnorm_gen\n)\x81}X\x13\0\0\0_parse_arg_templateX\x02\0\0\0()sb.",
			"state-key",
		],
		[
			"the same as pairs",
			"\x80\x02cscipy.stats._continuous_distns\nnorm_gen\n)\x81]X\x13\0\0\0_parse_arg_templateX\x02\0\0\0()\x86ab.",
			"state-key",
		],
		[
			"a header of any base",
			"cemail.headerregistry\n_reconstruct_header\n(S'a'\n(cnumpy\npoly1d\ntS'x'\ntR.",
			"argument",
		],
		[
			"__new__ called by itself",
			"c__builtin__\ngetattr\n(ccollections\nUserDict\nS'__new__'\ntR(ccollections\nUserDict\ntR.",
			"odd-name",
		],
		["a name with a space", "cos \nsystem\n)R.", "odd-name"],
		["a special name", "cnumpy\n__builtins__\n.", "odd-name denied-name"],
	])("%s", async (_, text, rule) => {
		const all = await findings(text);
		expect(rule.split(" ")).toContain(all.find((one) => rule.split(" ").includes(one.rule))?.rule);
		expect(["suspicious", "dangerous"]).toContain(verdict(all));
	});
	test("nested classes and members of enums are names", async () => {
		expect(await judged("c__builtin__\ngetattr\n(cshop\nC\nS'Inner'\ntR.")).toBe("unknown own-name attribute");
		expect(await judged("c__builtin__\ngetattr\n(czoneinfo\nZoneInfo\nS'_unpickle'\ntR(S'UTC'\nI01\ntR.")).toBe(
			"safe file",
		);
	});
});

describe("readings", () => {
	test("what C reads from a file after a frame that does not fit", async () => {
		const text = `\x80\x04\x95\x08\0\0\0\0\0\0\0X\x10\0\0\0AAA${"A".repeat(16)}cos\nsystem\n)R.`;
		expect(await judged(text)).toContain("dangerous");
	});
	test("a memo that Python 2 reads in another way is not safe", async () => {
		expect(await judged("ccollections\nOrderedDict\np1\n0Nq\x010g1\n)R.")).toContain("ambiguous");
	});
	// All of these run `system` in a Python: a mark that pickle.py of Python 2 takes for a value, items that are none, a bytearray
	// that has items, a state that is false.
	test.each([
		"](\x86cposix\nsystem\n)Re.",
		"](\x86cposix\nsystem\n)Re",
		"(\x85(cposix\nsystem\n)Re.",
		"(q\0h\0cposix\nsystem\n)R.",
		"(2cposix\nsystem\n)R.",
		"N(uI1\ncposix\nsystem\n)R.",
		"N(ecposix\nsystem\n)R.",
		"N(\x90cposix\nsystem\n)R.",
		"(ucposix\nsystem\n)R.",
		"(K\x01}ucposix\nsystem\n)R.",
		"N}bcposix\nsystem\n)R.",
		"N)bcposix\nsystem\n)R.",
		"NI00\nbcposix\nsystem\n)R.",
		"\x96\x01\0\0\0\0\0\0\0a(K\x01ecposix\nsystem\n)R.",
		"\x96\x01\0\0\0\0\0\0\0aK\x01acposix\nsystem\n)R.",
		"\x96\x01\0\0\0\0\0\0\0aK\0K\x01scposix\nsystem\n)R.",
	])("a place where only some readers give up ends none of the others: %j", async (text) => {
		expect(verdict(await findings(text))).toBe("dangerous");
	});
	test("what follows a place where every reader gives up does not count, if nothing was before", async () => {
		expect(await judged("h\x07cos\nsystem\n)R.")).toBe("no-pickle file");
	});
	test("a pickle after a broken one is found", async () => {
		expect(await judged("ccollections\nOrderedDict\n)R\xff\x80\x02cos\nsystem\n)R.")).toContain("hidden");
	});
});

describe("raw numbers", () => {
	const npy = (descr: string): string => {
		const text = `{'${descr}, 'fortran_order': False, 'shape': (1,), }`.padEnd(117).concat("\n");
		return `\x93NUMPY\x01\0${String.fromCharCode(text.length)}\0${text}`;
	};
	const evil = "cos\nsystem\n(S'id'\ntR.";
	test("of an array of objects are a pickle, however its header spells that", async () => {
		expect(await judged(npy("descr': '|O'") + evil)).toContain("dangerous");
		expect(await judged(npy("\\x64escr': '|\\x4f'") + evil)).toContain("dangerous");
	});
	test("of other arrays are numbers", async () => {
		expect(await judged(`${npy("descr': '<f8'")}12345678`)).toBe("no-pickle file");
	});
	const wrapper = (dtype: string, more: string): string =>
		"\x80\x04](\x8c\x13joblib.numpy_pickle\x8c\x11NumpyArrayWrapper\x93)\x81}(\x8c\x05shapeK\x01\x85" +
		`\x8c\x05dtype\x8c\x05numpy\x8c\x05dtype\x93\x8c\x02${dtype}\x89\x88\x87R${more}ub`;
	test("of joblib are as long as joblib takes them for", async () => {
		expect(await judged(`${wrapper("u1", "")}.e.`)).toBe("safe file");
		// The padding is read for any value but None: one byte says how long it is.
		const padded = `${wrapper("u1", "\x8c\x1bnumpy_array_alignment_bytes\x88")}\x01..${evil.slice(0, -1)}e.`;
		expect(await judged(padded)).toContain("dangerous");
		// A size of a number in a state is not heard.
		const state = "(K\x03\x8c\x01<NNNK\x09K\x01K\0tb";
		const sized = wrapper("u1", "").replace("\x87Rub", `\x87R${state}ub`);
		expect(await judged(`${sized}.${evil.slice(0, -1)}e.`)).toContain("dangerous");
	});
});

describe("policies", () => {
	const cart = "\x80\x02cshop.models\nCart\n)\x81}b.";
	test("allow names of one's own, for what is said", async () => {
		expect(await judged(cart, { policy: createPolicy({ allow: ["shop.models.*"] }) })).toBe("safe file");
		expect(await judged(cart, { policy: createPolicy({ allow: ["shop.models.Cart"] }) })).toBe("safe file");
		expect(await judged(cart, { policy: createPolicy({ allow: ["shop.other.*"] }) })).toBe("unknown own-name");
		const call = "cshop.models\nCart\n)R.";
		expect(await judged(call, { policy: createPolicy({ allow: ["shop.models.*"] }) })).toBe("unknown own-name");
		const policy = createPolicy({ allow: [{ name: "shop.models.Cart", kinds: ["call"] }] });
		expect(await judged(call, { policy })).toBe("safe file");
	});
	test("and by rows, with rules for arguments", async () => {
		const rows = "shop\t\tshop.models\tCart\tcall\t0=str\tmine\t0\n";
		expect(await judged("cshop.models\nCart\n(S'a'\ntR.", { policy: createPolicy({ rows }) })).toBe("safe file");
		expect(await judged("cshop.models\nCart\n(NtR.", { policy: createPolicy({ rows }) })).toContain("argument");
		expect(() => createPolicy({ rows: "nonsense" })).toThrow("line 1 is not a row of a list");
	});
	test("never allow what does harm", async () => {
		const policy = createPolicy({ allow: ["os.*"] });
		expect(await judged("cos\nsystem\n)R.", { policy })).toContain("dangerous");
	});
	test("have a date, and say what the list was made from", () => {
		expect(createPolicy().date).toMatch(/^\d{4}-\d\d-\d\d$/);
		expect(createPolicy().versions).toContain("numpy");
	});
	test("look at a pickle before loads() makes anything of it", () => {
		const policy = createPolicy();
		expect(loads(dumps([1, "a"]), { policy })).toEqual([1, "a"]);
		const evil = bytes("cos\nsystem\n(S'id'\ntR.");
		expect(() => loads(evil, { policy })).toThrow("the pickle is dangerous: os.system runs a shell command or program");
		expect(() => loads(bytes(cart), { policy })).toThrow("the pickle is unknown");
		expect(() => loads(bytes(`${"N."}cos\nsystem\n)R.`), { policy })).toThrow("dangerous");
	});
	test("are refused where bytes come in pieces", async () => {
		await expect(load(new Blob([dumps(1)]), { policy: createPolicy() })).rejects.toThrow("'policy' is for loads()");
	});
});

describe("options", () => {
	test("are checked", async () => {
		await expect(findings("N.", { nope: 1 } as never)).rejects.toThrow("unexpected keyword argument 'nope'");
		await expect(findings("N.", { maxBytes: 0 })).rejects.toThrow("'maxBytes' must be a number above 0");
		await expect(findings("N.", { policy: {} as never })).rejects.toThrow("createPolicy()");
	});
	test("what is beyond them is told, and is not safe", async () => {
		const found = await report("x", scan([bytes("\x80\x04"), bytes(`]${"N0".repeat(100)}.`)], { maxBytes: 20 }));
		expect(found).toMatchObject({ verdict: "unknown", unscannable: true });
		expect((await report("x", scan(bytes("N."), { maxSeconds: 1e-12 }))).unscannable).toBe(true);
	});
	test("imports are listed", async () => {
		const names: string[] = [];
		await findings("\x80\x02ccollections\nOrderedDict\n)R.", {
			onImport: (name, kinds) => names.push(`${name} ${[...kinds].join(",")}`),
		});
		expect(names).toEqual(["collections.OrderedDict import,call"]);
	});
});

describe("bombs cost nothing", () => {
	const u32 = (n: number): string => String.fromCharCode(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24);
	test.each([
		["laughs", `\x80\x02X\x03\0\0\0lolq\x01${"h\x01h\x01\x86q\x01".repeat(10_000)}0h\x01.`],
		["marks", "(".repeat(200_000) + "t".repeat(200_000)],
		["a length of terabytes", "\x80\x04\x8e\xff\xff\xff\xff\xff\xff\0\0"],
		["a number of the memo of billions", `Nr${u32(0xffffffff)}.`],
		["calls without end", `cshop\nC\n${")R".repeat(50_000)}.`],
		["findings without end", `${Array.from({ length: 5000 }, (_, i) => `cshop${i}\nC\n0`).join("")}N.`],
		[
			"one tuple as the arguments of many calls",
			`(${"cshop\nC\n".repeat(1000)}t\x94${"cshop\nF\nh\x00R0".repeat(5000)}N.`,
		],
		["PROTO everywhere", `cos\nsystem\n${"\x80\x04".repeat(50_000)}\xff`],
		["starts of pickles everywhere", `cos\nsystem\n\xff${"ca\nb\n".repeat(20_000)}`],
	])("%s", async (_, text) => {
		const elapsed = stopwatch();
		await findings(text);
		expect(elapsed()).toBeLessThan(15_000);
	});
});
