import { decodeLatin1 } from "../bytes/codecs.ts";
import { decodeUtf8Strict } from "../bytes/utf8.ts";
import { PyError } from "../errors.ts";
import { parseInt10 } from "../pickle/load/int-text.ts";
import { fromPython2 } from "../registry/python2-names.ts";
import { splitName } from "../values/py-name.ts";
import type { ImportUseKind, PickleImport } from "./imports.ts";
import type { NodeKind, PartRole, PickleNode } from "./nodes.ts";
import { COST, type OpenImport, RecordingMachine } from "./recording-machine.ts";

/** Functions that are handed the class of what they make. */
const HELPERS: ReadonlySet<string> = /* @__PURE__ */ new Set(
	["copyreg", "copy_reg"].flatMap((module) =>
		["_reconstructor", "__newobj__", "__newobj_ex__"].map((name) => `${module}.${name}`),
	),
);

/**
 * Follows a pickle opcode by opcode, with nodes for values. It goes on where a loader gives up, as far as the
 * opcodes can be told apart, since readers differ in what they put up with: what is missing is an unknown node.
 */
export class Recorder extends RecordingMachine {
	/** Tuples whose imports have been told that they are handed on. */
	readonly #handed = new WeakSet<PickleNode>();

	/** Reads one pickle up to STOP, or to where nothing can be told any more. */
	run(): PickleNode | undefined {
		try {
			while (!this.stopped && this.next()) {
				this.#step(this.info.name);
				this.end = this.operand.next;
			}
		} catch (error) {
			// A limit; everything else is told as it happens.
			if (!(error instanceof PyError)) throw error;
			this.broken(error.message);
		}
		return this.result as PickleNode | undefined;
	}

	#step(name: string): void {
		switch (name) {
			case "PROTO":
				this.protocol = this.bytes[this.operand.from] as number;
				if (this.protocol > 5) this.broken(`unsupported pickle protocol: ${this.protocol}`);
				break;
			case "FRAME":
				this.#frame();
				break;
			case "STOP":
				this.result = this.take().node;
				this.stopped = true;
				break;
			case "MARK":
				this.mark();
				this.markStarts.push(this.at);
				break;
			case "POP":
				if (this.marks.length > 0 && this.marks[this.marks.length - 1] === this.sp) this.takeSlice();
				else this.take();
				break;
			case "POP_MARK":
				this.takeSlice();
				break;
			case "DUP": {
				const { node, start } = this.take();
				this.place(node, start);
				this.place(node, this.at);
				break;
			}
			case "PUT":
			case "BINPUT":
			case "LONG_BINPUT":
			case "MEMOIZE":
				this.#memoPut();
				break;
			case "GET":
			case "BINGET":
			case "LONG_BINGET":
				this.#memoGet();
				break;
			case "EMPTY_LIST":
			case "EMPTY_DICT":
			case "EMPTY_SET":
			case "EMPTY_TUPLE":
				this.place(this.makeNode(name.slice(6).toLowerCase() as NodeKind), this.at);
				break;
			case "LIST":
			case "TUPLE":
			case "FROZENSET":
			case "DICT":
				this.#container(name.toLowerCase() as NodeKind);
				break;
			case "TUPLE1":
			case "TUPLE2":
			case "TUPLE3":
				this.#shortTuple(Number(name.slice(5)));
				break;
			case "APPEND":
				this.#change("append", ["item"], 1);
				break;
			case "APPENDS":
				this.#change("append", ["item"], undefined);
				break;
			case "ADDITEMS":
				this.#change("add", ["item"], undefined);
				break;
			case "SETITEM":
				this.#change("setItem", ["key", "value"], 2);
				break;
			case "SETITEMS":
				this.#change("setItem", ["key", "value"], undefined);
				break;
			case "BUILD":
				this.#change("build", ["state"], 1);
				break;
			case "GLOBAL":
			case "STACK_GLOBAL":
			case "EXT1":
			case "EXT2":
			case "EXT4":
				this.#import(name);
				break;
			case "REDUCE":
				this.#call("call", false);
				break;
			case "NEWOBJ":
				this.#call("construct", false);
				break;
			case "NEWOBJ_EX":
				this.#call("construct", true);
				break;
			case "INST":
			case "OBJ":
				this.#callSlice(name);
				break;
			case "PERSID":
				this.place(this.makeNode("persistent"), this.at);
				break;
			case "BINPERSID":
				this.#persistent();
				break;
			case "NEXT_BUFFER":
				this.place(this.makeNode("buffer"), this.at);
				break;
			case "READONLY_BUFFER": {
				const top = this.take();
				top.node.end = this.operand.next;
				this.place(top.node, top.start);
				break;
			}
			default:
				this.place(this.makeNode("constant"), this.at);
		}
	}

	#frame(): void {
		const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.operand.from, 8);
		const length = Number(view.getBigUint64(0, true));
		if (this.frameEnd !== Number.POSITIVE_INFINITY) {
			this.misframed("beginning of a new frame before end of current frame");
		}
		const end = this.operand.next + length;
		if (end > this.bytes.length) {
			this.misframed("pickle exhausted before end of frame");
			this.broken("pickle exhausted before end of frame");
		}
		if (length > 0) this.frameEnd = end;
	}

	/** The number after GET and PUT; undefined when the line holds none. */
	#index(): number | undefined {
		const { from, to } = this.operand;
		const bytes = this.bytes;
		if (this.info.arg?.n === 1) return bytes[from];
		if (this.info.arg?.n === 4) return new DataView(bytes.buffer, bytes.byteOffset + from, 4).getUint32(0, true);
		try {
			const index = parseInt10(bytes.subarray(from, to), this);
			if (typeof index === "number" && index >= 0) return index;
			this.broken(index < 0 ? "negative PUT argument" : "the number is too large");
		} catch (error) {
			this.broken((error as Error).message);
		}
		return undefined;
	}
	#memoPut(): void {
		const top = this.take();
		this.place(top.node, top.start);
		const index = this.info.name === "MEMOIZE" ? this.memo.size + (this.sparse?.size ?? 0) : this.#index();
		if (index === undefined) return;
		this.charge(index === this.memo.size ? 8 : 60);
		this.put(index, top.node);
	}
	#memoGet(): void {
		const index = this.#index();
		let node: PickleNode | undefined;
		try {
			if (index !== undefined) node = this.get(index) as PickleNode;
		} catch (error) {
			this.broken((error as Error).message);
		}
		this.place(node ?? this.makeNode("unknown"), this.at);
	}

	#container(kind: NodeKind): void {
		const { from, to, start } = this.takeSlice();
		const node = this.makeNode(kind, start);
		this.addParts(node, kind === "dict" ? ["key", "value"] : ["item"], from, to);
		this.place(node, start);
	}
	#shortTuple(size: number): void {
		const from = this.sp - size;
		if (from < this.fence) {
			this.broken(this.underflow().message);
			this.sp = this.fence;
			this.place(this.makeNode("tuple"), this.at);
			return;
		}
		const start = this.starts[from] as number;
		const node = this.makeNode("tuple", start);
		this.addParts(node, ["item"], from, this.sp);
		this.sp = from;
		this.place(node, start);
	}

	/** Returns the value below its items, or above which the mark is, what is on top. */
	#change(kind: ImportUseKind, roles: readonly PartRole[], count: number | undefined): void {
		let from: number;
		const to = this.sp;
		if (count === undefined) {
			from = this.takeSlice().from;
		} else {
			from = Math.max(this.fence, to - count);
			if (from > to - count) this.broken(this.underflow().message);
			this.sp = from;
		}
		const target = this.take();
		this.addParts(target.node, roles, from, to);
		target.node.end = this.operand.next;
		this.use(target.node, kind);
		this.place(target.node, target.start);
	}
	#import(opcode: string): void {
		let start = this.at;
		let module: string | undefined;
		let name: string | undefined;
		let code: number | undefined;
		if (opcode === "STACK_GLOBAL") {
			const [second, first] = [this.take(), this.take()];
			start = first.start;
			[module, name] = [nameIn(first.node), nameIn(second.node)];
			const strict = (node: PickleNode): boolean => node.opcode.name.includes("UNICODE");
			if (!strict(first.node) || !strict(second.node)) this.broken("STACK_GLOBAL requires str");
		} else if (opcode === "GLOBAL" || opcode === "INST") {
			[module, name] = this.#twoLines();
		} else {
			code = this.#code();
			const known = this.registry?.byCode(code);
			if (known !== undefined) [module, name] = splitName(known);
		}
		this.place(this.#importNode(start, module, name, code), start);
	}
	#importNode(start: number, module: string | undefined, name: string | undefined, code?: number): PickleNode {
		this.charge(COST.import + (module?.length ?? 0) + (name?.length ?? 0));
		let python3: PickleImport["python3"];
		if (this.protocol < 3 && module !== undefined && name !== undefined) {
			const [newModule, newName] = fromPython2(module, name, this.version);
			if (newModule !== module || newName !== name) python3 = { module: newModule, name: newName };
		}
		const made: OpenImport = { module, name, python3, code, opcode: this.info.name, offset: this.at, uses: [] };
		this.imports.push(made);
		return this.makeNode("global", start, made);
	}
	#twoLines(): [string, string] {
		const { from, to } = this.operand;
		const middle = this.bytes.indexOf(0x0a, from);
		return [this.#name(from, middle), this.#name(middle + 1, to)];
	}
	#name(from: number, to: number): string {
		try {
			return decodeUtf8Strict(this.bytes, from, to);
		} catch (error) {
			this.broken((error as Error).message);
			return decodeLatin1(this.bytes.subarray(from, to));
		}
	}
	#code(): number {
		const { from } = this.operand;
		const view = new DataView(this.bytes.buffer, this.bytes.byteOffset);
		const size = this.info.arg?.n;
		return size === 1 ? view.getUint8(from) : size === 2 ? view.getUint16(from, true) : view.getInt32(from, true);
	}

	#call(kind: ImportUseKind, hasKeywords: boolean): void {
		const kwargs = hasKeywords ? this.take() : undefined;
		const args = this.take();
		const callable = this.take();
		if (args.node.kind !== "tuple" && args.node.kind !== "unknown") this.broken("argument list must be a tuple");
		if (callable.node.kind !== "global" && callable.node.kind !== "object") {
			if (callable.node.kind !== "unknown" && callable.node.kind !== "persistent")
				this.broken("what is called is not callable");
		}
		this.use(callable.node, kind);
		const made = this.#handOn(callable.node, args.node);
		const node = this.makeNode("object", callable.start, made ?? callable.node.origin);
		this.addPart(node, "callable", callable);
		this.addPart(node, "args", args);
		if (kwargs !== undefined) {
			this.addPart(node, "kwargs", kwargs);
			if (kwargs.node.kind !== "dict") this.broken("NEWOBJ_EX kwargs argument must be a dict");
		}
		this.place(node, callable.start);
	}
	/** Notes imports among the arguments of a call; returns the class that a helper of `copyreg` was handed. */
	#handOn(callable: PickleNode, args: PickleNode): PickleImport | undefined {
		if (args.kind !== "tuple") return undefined;
		const origin = callable.kind === "global" ? callable.origin : undefined;
		const helped = HELPERS.has(`${origin?.module}.${origin?.name}`) ? args.parts[0]?.node : undefined;
		if (helped?.kind === "global") this.use(helped, "construct");
		if (!this.#handed.has(args)) {
			this.#handed.add(args);
			for (const { node } of args.parts) if (node.kind === "global" && node !== helped) this.use(node, "argument");
		}
		return helped?.kind === "global" ? helped.origin : undefined;
	}
	/** INST and OBJ: everything above the mark is arguments, for OBJ after the class. */
	#callSlice(opcode: string): void {
		const { from, to, start } = this.takeSlice();
		let first = from;
		let callable: PickleNode;
		let callableStart = this.at;
		if (opcode === "INST") {
			const [module, name] = this.#twoLines();
			callable = this.#importNode(this.at, module, name);
		} else if (from < to) {
			callable = this.stack[first] as PickleNode;
			callableStart = this.starts[first++] as number;
		} else {
			this.broken("unpickling stack underflow");
			callable = this.makeNode("unknown");
		}
		this.use(callable, "call");
		const node = this.makeNode("object", start, callable.origin);
		this.addPart(node, "callable", { node: callable, start: callableStart });
		for (let i = first; i < to; i++) {
			const argument = this.stack[i] as PickleNode;
			if (argument.kind === "global") this.use(argument, "argument");
		}
		this.addParts(node, ["argument"], first, to);
		this.place(node, start);
	}
	#persistent(): void {
		const id = this.take();
		this.use(id.node, "id");
		const node = this.makeNode("persistent", id.start);
		this.addPart(node, "id", id);
		this.place(node, id.start);
	}
}

/** A name, also one in bytes: `globals` tells it too, though every reader refuses it. */
function nameIn(node: PickleNode): string | undefined {
	const { text, value } = node;
	return text ?? (value instanceof Uint8Array ? decodeLatin1(value) : undefined);
}
