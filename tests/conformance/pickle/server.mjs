// Brine's pickle behind a pipe: one JSON question a line in, one JSON answer a line out. While it works on a Python
// file object it asks back: {"call": "read" | "readline" | "write", ...}, and {"call": "buffer"} for the next of `buffers`.
//
// Every session has an Unpickler and a Pickler whose memos last as long as the session: a value that Brine has read is
// written again, for Python to look at, and what was one object stays one object from load to load.
import { pickle } from "../../../dist/index.js";
import { copyreg, defaultRegistry } from "../../../dist/types/index.js";
import { pack, readLine, unpack, writeLine } from "../pipe.mjs";

const { PickleBuffer, Pickler, Unpickler } = pickle;
const pythonVersion = process.argv[2];

/** What Python raised when it was asked back; it knows the error itself, and raises it once more. */
class Theirs extends Error {}
function ask(question) {
	writeLine(question);
	const reply = JSON.parse(readLine());
	if (reply.raised) throw new Theirs(question.call);
	return reply;
}

const file = {
	read: (size) => unpack(ask({ call: "read", size }).data),
	readline: () => unpack(ask({ call: "readline" }).data),
	write: (chunk) => {
		ask({ call: "write", data: pack(chunk) });
	},
};

/** Memory that stands for a buffer of Python's, and in which order buffers were met. */
class Buffers {
	numbers = new WeakMap();
	used = [];
	make(number, readonly) {
		const memory = new Uint8Array(1);
		this.numbers.set(memory.buffer, number);
		return new PickleBuffer(memory, { readonly });
	}
	/** One after the other, as Brine asks for them. */
	*pulled() {
		for (;;) {
			const next = ask({ call: "buffer" });
			if (next.done) return;
			yield this.make(next.number, next.readonly);
		}
	}
	/** What the callback of a pickler left out. */
	*left(flags) {
		for (const [number, readonly] of flags()) yield this.make(number, readonly);
	}
	/** What READONLY_BUFFER made of a writable buffer is the bytes themselves: a buffer again, for Python. */
	override = (value) =>
		value instanceof Uint8Array && this.numbers.has(value.buffer)
			? { instead: new PickleBuffer(value, { readonly: true }) }
			: undefined;
	callback = (buffer) => {
		this.used.push(this.numbers.get(buffer.raw().buffer));
		return false;
	};
}

const sessions = new Map();

/** The default registry with the extension codes that Python's copyreg has now. */
function registryWith(extensions) {
	return extensions.reduce(
		(made, [module, name, code]) => copyreg.addExtension(made, module, name, code),
		defaultRegistry,
	);
}

/** Behind Python's hooks, Brine's own: bytes that the session is given for one load or dump. */
class Session {
	input = [];
	output = [];
	flags = [];
	buffers = new Buffers();

	constructor({ kind, options, extensions, keep, hasBuffers }) {
		const registry = registryWith(extensions);
		const inside = {
			read: (size) => this.input[0].read(size),
			readline: () => this.input[0].readline(),
		};
		const outside = { write: (chunk) => this.output[0].write(chunk) };
		const { protocol, fixImports, encoding, errors } = options;
		const isUnpickler = kind === "unpickler";
		const persistentLoad = keep ? { persistentLoad: "keep" } : {};
		const buffers = isUnpickler ? this.buffers.pulled() : this.buffers.left(() => this.flags.splice(0));
		const text = isUnpickler ? { encoding, errors } : {};
		this.unpickler = new Unpickler(inside, {
			mode: "exact",
			pythonVersion,
			registry,
			fixImports,
			...text,
			...persistentLoad,
			...(hasBuffers ? { buffers } : {}),
		});
		const written = isUnpickler ? 5 : protocol;
		this.pickler = new Pickler(outside, {
			pythonVersion,
			registry,
			protocol: written,
			fixImports: isUnpickler || fixImports,
			...(written === 5 ? { bufferCallback: this.buffers.callback, reducerOverride: this.buffers.override } : {}),
		});
	}
	/** One value of the input, written to the output. */
	pass(input, output) {
		this.input = [input];
		this.output = [output];
		this.pickler.dumpSync(this.unpickler.loadSync());
	}
}

/** A file of bytes that are here. */
function bytesFile(bytes) {
	let at = 0;
	const take = (end) => {
		const from = at;
		at = Math.min(end, bytes.length);
		return bytes.subarray(from, at);
	};
	return {
		used: () => at,
		read: (size) => take(at + size),
		readline: () => {
			const end = bytes.indexOf(10, at);
			return take(end === -1 ? bytes.length : end + 1);
		},
	};
}
function collector() {
	const chunks = [];
	return { write: (chunk) => void chunks.push(Buffer.from(chunk)), all: () => Buffer.concat(chunks) };
}

const COMMANDS = {
	open(question) {
		sessions.set(question.id, new Session(question));
		return {};
	},
	/** The bytes given, or the file's, for Python to load. */
	load({ id, data }) {
		const session = sessions.get(id);
		const out = collector();
		session.buffers.used = [];
		const input = data === undefined ? file : bytesFile(unpack(data));
		session.pass(input, out);
		return { data: pack(out.all()), buffers: session.buffers.used, used: data === undefined ? 0 : input.used() };
	},
	/** What Python wrote, as Brine writes it: to the file, or as the answer. */
	dump({ id, data, flags, fast, toFile }) {
		const session = sessions.get(id);
		session.flags = flags;
		session.pickler.fast = fast;
		const out = toFile ? file : collector();
		session.pass(bytesFile(unpack(data)), out);
		return toFile ? {} : { data: pack(out.all()) };
	},
	clear({ id }) {
		sessions.get(id).unpickler.clearMemo();
		sessions.get(id).pickler.clearMemo();
		return {};
	},
};

for (let line = readLine(); line !== undefined; line = readLine()) {
	const question = JSON.parse(line);
	for (const id of question.closed) sessions.delete(id);
	let answer;
	try {
		answer = COMMANDS[question.command](question);
	} catch (error) {
		answer =
			error instanceof Theirs || error.cause instanceof Theirs
				? { raised: true }
				: { error: { name: error.name, message: error.message, code: error.code ?? null } };
	}
	writeLine({ answer });
}
