// Brine's pickletools behind a pipe: one JSON question a line in, one JSON answer a line out. While it works on a
// Python file object it asks back: {"call": "read", "size": 5} or {"call": "readline"} or {"call": "tell"}.
import { pickletools } from "../../../dist/index.js";
import { pack, readLine, unpack, writeLine } from "../pipe.mjs";

const pythonVersion = process.argv[2];

function ask(question) {
	writeLine(question);
	return JSON.parse(readLine());
}

function source(question) {
	if (question.data !== undefined) return unpack(question.data);
	const file = {
		read: (size) => unpack(ask({ call: "read", size })),
		readline: () => unpack(ask({ call: "readline" })),
	};
	return question.tell ? { ...file, tell: () => ask({ call: "tell" }) } : file;
}

/** An argument with its Python type. */
function tagged(opcode, arg) {
	if (arg === null) return null;
	if (typeof arg === "boolean") return ["bool", arg];
	if (typeof arg === "string") return ["str", arg];
	if (typeof arg === "number" && opcode.arg.name.startsWith("float"))
		return ["float", Object.is(arg, -0) ? "-0" : String(arg)];
	if (typeof arg === "number" || typeof arg === "bigint") return ["int", String(arg)];
	return [opcode.arg.name === "bytearray8" ? "bytearray" : "bytes", pack(arg)];
}
const failure = (error) => ({ name: error.name, message: error.message });

const STACK_OBJECTS = new Map(
	Object.values(pickletools)
		.filter((value) => Array.isArray(value?.types))
		.map((value) => [value.name, value]),
);

const COMMANDS = {
	genops(question) {
		const operations = [];
		try {
			for (const { opcode, arg, pos } of pickletools.genops(source(question), { pythonVersion })) {
				operations.push([opcode.code, tagged(opcode, arg), pos ?? null]);
			}
		} catch (error) {
			return { operations, error: failure(error) };
		}
		return { operations };
	},
	dis(question) {
		const { indentlevel, annotate } = question;
		const memo = new Map(question.memo.map(([key, name]) => [key, STACK_OBJECTS.get(name)]));
		const entries = () => [...memo].map(([key, { name }]) => [key, name]);
		try {
			const output = pickletools.dis(source(question), { memo, indentLevel: indentlevel, annotate, pythonVersion });
			return { output, memo: entries() };
		} catch (error) {
			return { output: error.output ?? "", memo: entries(), error: failure(error) };
		}
	},
	/** The first line of every opcode's text, by its code. */
	descriptions() {
		return Object.fromEntries(pickletools.opcodes.map(({ code, doc }) => [code, doc.split("\n")[0]]));
	},
	optimize(question) {
		try {
			return { data: pack(pickletools.optimize(source(question), { pythonVersion })) };
		} catch (error) {
			return { error: failure(error) };
		}
	},
};

for (let line = readLine(); line !== undefined; line = readLine()) {
	const question = JSON.parse(line);
	writeLine({ answer: COMMANDS[question.command](question) });
}
