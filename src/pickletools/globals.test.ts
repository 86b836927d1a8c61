import { describe, expect, test } from "vitest";
import { stopwatch } from "../../tests/stopwatch.ts";
import { loads } from "../pickle/loads.ts";
import { createRegistry, Registry } from "../registry/registry.ts";
import { globals, type InspectOptions } from "./globals.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Imports with their uses, each as a line. */
function lines(text: string, options?: InspectOptions): string[] {
	return globals(bytes(text), options).imports.map(({ module, name, opcode, offset, uses }) => {
		const used = uses.map((use) => `${use.kind}${use.on === "result" ? " result" : ""} ${use.opcode} ${use.offset}`);
		return `${module}.${name} ${opcode} ${offset}: ${used.join(", ")}`;
	});
}

describe("globals()", () => {
	test("tells what is called, by which opcode and where", () => {
		expect(lines("cos\nsystem\n(S'ls'\ntR.")).toEqual(["os.system GLOBAL 0: call REDUCE 19"]);
		expect(lines("(S'ls'\nios\nsystem\n.")).toEqual(["os.system INST 7: call INST 7"]);
		expect(lines("(cos\nsystem\nS'ls'\no.")).toEqual(["os.system GLOBAL 1: call OBJ 18"]);
	});
	test("tells what is constructed, built and filled", () => {
		expect(lines("\x80\x02cm\nC\n)\x81}X\x01\0\0\0aK\x01sb.")).toEqual([
			"m.C GLOBAL 2: construct NEWOBJ 8, build result BUILD 19",
		]);
		expect(lines("\x80\x04\x8c\x01m\x8c\x01C\x93)}\x92](K\x01e.")).toEqual([
			"m.C STACK_GLOBAL 8: construct NEWOBJ_EX 11",
		]);
		expect(lines("\x80\x02cm\nC\n)R(K\x01K\x02u(K\x03e.")).toEqual([
			"m.C GLOBAL 2: call REDUCE 8, setItem result SETITEMS 14, append result APPENDS 18",
		]);
		expect(lines("\x80\x04cm\nC\n)R(K\x01\x90.")).toEqual(["m.C GLOBAL 2: call REDUCE 8, add result ADDITEMS 12"]);
	});
	test("tells what is done to the import itself", () => {
		// A state for a function: how a scanner was fooled that trusted allowed modules.
		expect(lines("cnumpy\nsize\nN}X\x05\0\0\0shapeNs\x86b.")).toEqual(["numpy.size GLOBAL 0: build BUILD 27"]);
	});
	test("sees through copyreg's helpers", () => {
		const data = "ccopy_reg\n_reconstructor\n(cm\nC\nc__builtin__\nobject\nNtR(dS'x'\nI1\nsb.";
		expect(lines(data)).toEqual([
			"copy_reg._reconstructor GLOBAL 0: call REDUCE 53",
			"m.C GLOBAL 26: construct REDUCE 53, build result BUILD 65",
			"__builtin__.object GLOBAL 31: argument REDUCE 53",
		]);
		expect(globals(bytes(data)).imports.map(({ python3 }) => python3)).toEqual([
			{ module: "copyreg", name: "_reconstructor" },
			undefined,
			{ module: "builtins", name: "object" },
		]);
	});
	test("follows results that are called in turn", () => {
		expect(lines("cfunctools\npartial\n(cos\nsystem\ntR(S'ls'\ntR.")).toEqual([
			"functools.partial GLOBAL 0: call REDUCE 32, call result REDUCE 41",
			"os.system GLOBAL 20: argument REDUCE 32",
		]);
	});
	test("knows extension codes from a registry only", () => {
		const registry = createRegistry(new Registry([], [{ name: "m:C", code: 5 }]));
		expect(lines("\x82\x05)R.", { registry })).toEqual(["m.C EXT1 0: call REDUCE 3"]);
		expect(globals(bytes("\x84\x00\x01\0\0.")).imports).toMatchObject([
			{ module: undefined, code: 256, opcode: "EXT4" },
		]);
	});
	test("keeps names of protocol 3 and later as they are", () => {
		const { imports } = globals(bytes("\x80\x03c__builtin__\nint\n."));
		expect(imports[0]?.python3).toBeUndefined();
	});
	test("persistent ids may be imports", () => {
		expect(lines("cos\nsystem\nQ.")).toEqual(["os.system GLOBAL 0: id BINPERSID 11"]);
	});
});

describe("globals() is not led astray", () => {
	test.each([
		[
			"by numbers of the memo that are used twice",
			"\x8c\x02osq\x00\x8c\x06systemq\x00\x8c\x01aq\x010h\x00h\x01\x93.",
			"system.a",
		],
		["by names that come from the memo", "\x8c\x02os\x94\x8c\x06system\x9400h\x00h\x01\x93.", "os.system"],
		["by strings of Python 2 in their place", "S'os'\nU\x06system\x93.", "os.system"],
		["by a value that is dropped", "(cos\nsystem\nS'ls'\no0N.", "os.system"],
		["by dotted names", "\x80\x04\x8c\x07pathlib\x8c\x09os.system\x93.", "pathlib.os.system"],
		["by latin-1 names", "c\xe9\nx\n.", "\xe9.x"],
		["by a mark that is dropped", "(0cos\nsystem\n.", "os.system"],
		["by garbage below", "NNN(NN1cos\nsystem\n.", "os.system"],
		["by a failure before", "h\x07cos\nsystem\n)R.", "os.system"],
		["by too short a stack", "R0bcos\nsystem\n)R.", "os.system"],
		["by a mark that is not there", "tcos\nsystem\n)R.", "os.system"],
		["by arguments that are no tuple", "cos\nsystem\n]R.", "os.system"],
		["by a cut behind the name", "cos\nsystem\n", "os.system"],
		["by an unknown opcode behind", "cos\nsystem\n)R\xff", "os.system"],
		["by a frame that is too long", "\x80\x04\x95\xff\0\0\0\0\0\0\0cos\nsystem\n)R.", "os.system"],
	])("%s", (_, data, name) => {
		const { imports } = globals(bytes(data));
		expect(imports.map(({ module, name }) => `${module}.${name}`)).toEqual([name]);
	});
	test("a name that is computed is told as unknown", () => {
		const { imports } = globals(bytes("\x8c\x02oscm\nf\n)R\x93."));
		expect(imports).toMatchObject([{ name: "f" }, { module: "os", name: undefined, opcode: "STACK_GLOBAL" }]);
	});
});

describe("globals() says where a pickle breaks", () => {
	test.each([
		["", { message: "the pickle ends before STOP", offset: 0, opcode: undefined }],
		["N", { message: "the pickle ends before STOP", offset: 1, opcode: undefined }],
		["N\xff", { message: "no opcode has the byte 0xff", offset: 1, opcode: undefined }],
		["J\x01", { message: "pickle data was truncated", offset: 0, opcode: "BININT" }],
		["cos\n", { message: "pickle data was truncated", offset: 0, opcode: "GLOBAL" }],
		["\x8e\xff\xff\xff\xff\xff\xff\xff\xff", { message: "pickle data was truncated", offset: 0, opcode: "BINBYTES8" }],
		["T\xff\xff\xff\xff", { message: "the byte count is negative: -1", offset: 0, opcode: "BINSTRING" }],
		["Nh\x05.", { message: "Memo value not found at index 5", offset: 1, opcode: "BINGET" }],
		["t.", { message: "could not find MARK", offset: 0, opcode: "TUPLE" }],
		["(N.", undefined],
		["(.", { message: "unexpected MARK found", offset: 1, opcode: "STOP" }],
		[".", { message: "unpickling stack underflow", offset: 0, opcode: "STOP" }],
		["\x80\x07N.", { message: "unsupported pickle protocol: 7", offset: 0, opcode: "PROTO" }],
		["Npx\n.", { message: "invalid literal for int() with base 10: 'x\\n'", offset: 1, opcode: "PUT" }],
	])("%j", (data, error) => {
		expect(globals(bytes(data)).error).toEqual(error);
	});
	test("and where frames do not fit", () => {
		const nested = globals(bytes("\x80\x04\x95\x0c\0\0\0\0\0\0\0\x95\x01\0\0\0\0\0\0\0NN."));
		expect(nested.frameError).toMatchObject({
			message: "beginning of a new frame before end of current frame",
			offset: 11,
		});
		expect(nested.error).toBeUndefined();
		const crossing = globals(bytes("\x80\x04\x95\x03\0\0\0\0\0\0\0J\x01\0\0\0."));
		expect(crossing.frameError).toMatchObject({ message: "the opcode ends after its frame", opcode: "BININT" });
	});
	test("and where the next pickle may start", () => {
		expect(globals(bytes("N."))).toMatchObject({ complete: true, end: 2, count: 1 });
		expect(globals(bytes("NN"))).toMatchObject({ complete: false, end: 2, count: 0 });
	});
	test("and that what follows a pickle is none", () => {
		expect(globals(bytes("N.more"))).toMatchObject({
			complete: false,
			error: { message: "no opcode has the byte 0x6d", offset: 2 },
			end: 2,
			count: 1,
		});
	});
	test.each(["\n", "\r\n"])("the end of a line after STOP (%j) is not an error", (line) => {
		expect(globals(bytes(`N.${line}`))).toMatchObject({ complete: true, error: undefined, end: 2 });
	});
	test.each([
		["(]K\x01d.", "unhashable type: 'list'"],
		["}](K\x01N\x86\x86Nu.", undefined],
		["}]\x85Ns.", "unhashable type: 'list'"],
		["\x8f(}\x90.", "unhashable type: 'dict'"],
		["Ix\n.", "could not convert string to int"],
		// Numbers and strings in text are what the unpickler takes for such, not what pickletools.genops does.
		["I\0\n.", undefined],
		["I\n.", "pickle data was truncated"],
		["I0x10\n.", "could not convert string to int"],
		["I 5\n.", undefined],
		["L\0\n.", "invalid literal for int() with base 10: ''"],
		["L5L\n.", undefined],
		["F1_0\n.", "could not convert string to float"],
		["F1.5\0x\n.", undefined],
		["F 1\n.", "could not convert string to float"],
		["F1e999\n.", "value too large to convert to float"],
		["S\0\n.", "the STRING opcode argument must be quoted"],
		["S'\n.", "the STRING opcode argument must be quoted"],
		["S'a\"\n.", "the STRING opcode argument must be quoted"],
		["X\x01\0\0\0\xff.", "can't decode byte"],
		["}(Nu.", "odd number of items"],
		["Na.", undefined],
	])("what only a value tells: %j", (data, message) => {
		let failure: string | undefined;
		try {
			loads(bytes(data));
		} catch (error) {
			failure = (error as Error).message;
		}
		const { error } = globals(bytes(data));
		expect(error === undefined).toBe(failure === undefined);
		if (message !== undefined) {
			expect(failure).toContain(message);
			expect(error?.message).toContain(message);
		}
	});
	test("a limit is an error like others, and what was found stays", () => {
		const found = globals(bytes(`cos\nsystem\n${"N".repeat(100)}.`), { limits: { stack: 50 } });
		expect(found.error?.message).toMatch(/^limit exceeded: stack is 50/);
		expect(found.imports).toHaveLength(1);
	});
	test("only bytes are taken", () => {
		expect(() => globals("N." as never)).toThrow("a bytes-like object is required, not 'str'");
		expect(() => globals(bytes("N."), { nope: 1 } as never)).toThrow(
			"globals() got an unexpected keyword argument 'nope'",
		);
	});
});

describe("globals() reads all pickles of the input", () => {
	test("and follows each with a memo of its own", () => {
		const { imports, count, complete } = globals(bytes("Nq\0.cos\nsystem\n(S'id'\ntR.h\0."));
		expect(imports).toMatchObject([{ module: "os", name: "system", uses: [{ kind: "call" }] }]);
		expect([count, complete]).toEqual([3, true]);
	});
	test("names as strings of protocol 0 are no error, as loading is none", () => {
		expect(globals(bytes("S'os'\nS'system'\n\x93."))).toMatchObject({
			imports: [{ module: "os", name: "system" }],
			error: undefined,
			complete: true,
		});
	});
});

describe("globals() takes linear time", () => {
	test.each([
		["marks", "(".repeat(500_000) + "t".repeat(500_000)],
		["one tuple as the arguments of many calls", `(${"cm\nC\n".repeat(1000)}t\x94${"cm\nf\nh\x00R0".repeat(20_000)}`],
		["names from the memo", `\x8c\x01a\x94${"h\x00h\x00\x930".repeat(100_000)}`],
		["memo numbers far apart", Array.from({ length: 50_000 }, (_, i) => `Np${i * 1000}\n0`).join("")],
	])("%s", (_, data) => {
		const elapsed = stopwatch();
		globals(bytes(`${data}N.`));
		expect(elapsed()).toBeLessThan(15_000);
	});
});
