import { decodeLatin1 } from "../../bytes/codecs.ts";
import { decodeUtf8Strict } from "../../bytes/utf8.ts";
import { ContainerOps } from "./container-ops.ts";
import { COSTS } from "./machine.ts";
import { readUint } from "./operand-sizes.ts";
import { Container, Extension, Import, OutOfBand, Persistent, Result, Unknown, type Value } from "./values.ts";

/** Functions that are handed the class of what they make. */
const HELPERS: ReadonlySet<string> = /* @__PURE__ */ new Set(["_reconstructor", "__newobj__", "__newobj_ex__"]);

/** Whether an import is a function of `copyreg` that makes an instance of its first argument. */
export function isHelper(made: Import): boolean {
	return (made.module === "copyreg" || made.module === "copy_reg") && HELPERS.has(made.name ?? "");
}

/** The effect of each opcode on the stack, besides those that the tracer's loop does by itself. */
export abstract class ColdOps extends ContainerOps {
	/** Does the opcode at `at`, whose operand is in `place`. */
	protected step(code: number): void {
		switch (code) {
			case 0x80: // PROTO
				this.protocol = this.bytes[this.place.from] as number;
				if (this.protocol > 5) this.broken(`unsupported pickle protocol: ${this.protocol}`);
				return;
			case 0x95: // FRAME
				// Python 2 has none.
				if (!this.markValues) this.#frame();
				return;
			case 0x2e: // STOP
				this.#stop();
				return;
			case 0x28: // MARK
				this.mark();
				return;
			case 0x30: // POP
				if (!this.markValues && this.marks.length > 0 && (this.marks[this.marks.length - 1] as number) >= this.sp)
					this.marks.pop();
				else this.pop();
				return;
			case 0x31: // POP_MARK
				this.sp = this.popMark();
				return;
			case 0x32: // DUP
				this.takesMark();
				this.push(this.top());
				return;
			case 0x70: // PUT
			case 0x71: // BINPUT
			case 0x72: // LONG_BINPUT
			case 0x94: // MEMOIZE
				this.memoPut(code);
				return;
			case 0x67: // GET
			case 0x68: // BINGET
			case 0x6a: // LONG_BINGET
				this.memoGet(code);
				return;
			case 0x5d: // EMPTY_LIST
				this.push(this.container("list"));
				return;
			case 0x7d: // EMPTY_DICT
				this.push(this.container("dict"));
				return;
			case 0x29: // EMPTY_TUPLE
				this.push(this.container("tuple"));
				return;
			case 0x8f: // EMPTY_SET
				this.push(this.container("set"));
				return;
			case 0x6c: // LIST
				this.slice("list");
				return;
			case 0x74: // TUPLE
				this.slice("tuple");
				return;
			case 0x91: // FROZENSET
				this.slice("frozenset");
				return;
			case 0x64: // DICT
				this.slice("dict");
				return;
			case 0x85: // TUPLE1
			case 0x86: // TUPLE2
			case 0x87: // TUPLE3
				this.shortTuple(code - 0x84);
				return;
			case 0x61: // APPEND
				this.fill("append", this.below(1));
				return;
			case 0x65: // APPENDS
				this.fill("append", this.popMark());
				return;
			case 0x90: // ADDITEMS
				this.fill("add", this.popMark());
				return;
			case 0x73: // SETITEM
				this.fill("setItem", this.below(2));
				return;
			case 0x75: // SETITEMS
				this.fill("setItem", this.popMark());
				return;
			case 0x62: // BUILD
				this.#build();
				return;
			case 0x63: // GLOBAL
				this.push(this.#twoLines());
				return;
			case 0x93: // STACK_GLOBAL
				this.#stackGlobal();
				return;
			case 0x82: // EXT1
			case 0x83: // EXT2
			case 0x84: // EXT4
				this.#extension();
				return;
			case 0x52: // REDUCE
				this.#call(false, false);
				return;
			case 0x81: // NEWOBJ
				this.#call(true, false);
				return;
			case 0x92: // NEWOBJ_EX
				this.#call(true, true);
				return;
			case 0x69: // INST
				this.#inst();
				return;
			case 0x6f: // OBJ
				this.#obj();
				return;
			case 0x50: // PERSID
				this.#persistent(undefined);
				return;
			case 0x51: // BINPERSID
				this.#persistent(this.pop());
				return;
			case 0x97: // NEXT_BUFFER
				this.charge(COSTS.thing);
				this.push(new OutOfBand(this.at));
				return;
			case 0x98: // READONLY_BUFFER
				this.top();
				return;
			default:
				this.constant(code);
				return;
		}
	}

	#stop(): void {
		this.result = this.pop();
		this.refer(this.result);
		this.stopped = true;
		if (this.frameEnd === Number.POSITIVE_INFINITY || this.frameEnd === this.end) return;
		this.misframed("the pickle ends inside a frame");
		// Readers of files drop the rest of it, before they go on with another pickle.
		if (this.frames !== "skip" && this.frameEnd > this.end) this.end = Math.min(this.frameEnd, this.bytes.length);
	}
	#frame(): void {
		const length = readUint(this.bytes, this.place.from, 8);
		const end = this.end + length;
		if (this.frameEnd !== Number.POSITIVE_INFINITY) {
			// One that ends exactly here is over; reading it drops nothing.
			if (this.frameEnd !== this.end) this.misframed("beginning of a new frame before end of current frame");
			if (this.frames !== "skip" && end <= this.frameEnd) return;
			if (this.frames !== "skip") this.end = this.frameEnd;
		}
		if (this.end + length > this.bytes.length) {
			this.misframed("pickle exhausted before end of frame", false);
			this.broken("pickle exhausted before end of frame");
			this.frameEnd = Number.POSITIVE_INFINITY;
			return;
		}
		this.frameEnd = length > 0 ? this.end + length : Number.POSITIVE_INFINITY;
	}

	#build(): void {
		this.takesMark();
		const state = this.pop();
		const target = this.top();
		const isNone = this.constants.kindOf(state) === "none";
		if (typeof target === "number" || target instanceof Container) {
			if (isNone) return;
			if (typeof target === "number" && !this.#mayBeFalse(state)) this.halt("the object takes no state");
			else if (typeof target === "number") this.differs("the object takes no state");
			else this.broken(`a ${target.kind} takes no state`);
			return;
		}
		if (target instanceof Result) {
			target.state = state;
			target.builds++;
		}
		if (state instanceof Container || state instanceof Result) state.given = true;
		// The second of two is set attribute by attribute; the first is what a single one is.
		if (state instanceof Container && state.kind === "tuple") {
			for (const part of state.items) if (part instanceof Container || part instanceof Result) part.given = true;
		}
		this.refer(state);
		this.listener.build(target, state, this);
	}

	/** Whether a state may be false, which `pickle.py` passes over whatever it is for. */
	#mayBeFalse(state: Value): boolean {
		if (state instanceof Container) return state.count === 0 || (state.kind === "tuple" && state.count === 2);
		return true;
	}

	#twoLines(): Import {
		const { from, firstTo, second, to } = this.place;
		return this.#import(this.#name(from, firstTo), this.#name(second, to));
	}
	#name(from: number, to: number): string {
		try {
			return decodeUtf8Strict(this.bytes, from, to);
		} catch (error) {
			this.broken((error as Error).message);
			return decodeLatin1(this.bytes.subarray(from, to));
		}
	}
	#import(module: string | undefined, name: string | undefined): Import {
		this.charge(COSTS.name + (module?.length ?? 0) + (name?.length ?? 0));
		const made = new Import(this.at, this.bytes[this.at] as number, this.protocol, module, name);
		this.listener.import(made, this);
		return made;
	}
	#stackGlobal(): void {
		const [name, module] = [this.pop(), this.pop()];
		for (const part of [module, name]) {
			const kind = this.constants.kindOf(part);
			if (
				kind !== undefined
					? kind !== "str"
					: !(part instanceof Result || part instanceof Persistent || part instanceof Unknown)
			)
				this.halt("STACK_GLOBAL requires str");
		}
		// A name that is not a string is computed by a call; where no reader goes on, globals() alone lists it.
		const told = this.strict || this.haltedAt !== this.at || this.constants.kindOf(name) !== undefined;
		if (told) this.push(this.#import(this.constants.textOf(module), this.constants.textOf(name)));
		else this.push(new Unknown(this.at));
	}
	#extension(): void {
		const { from, to } = this.place;
		let code = readUint(this.bytes, from, to - from);
		if (to - from === 4 && code >= 2 ** 31) code -= 2 ** 32;
		this.charge(COSTS.thing);
		const made = new Extension(this.at, code);
		this.listener.extension(made, this);
		this.push(made);
	}

	#call(constructs: boolean, keywords: boolean): void {
		this.takesMark();
		const kwargs = keywords ? this.pop() : undefined;
		const args = this.pop();
		const callable = this.pop();
		// Python's own reader takes any iterable for the arguments.
		if (!(args instanceof Container) ? typeof args === "number" : args.kind !== "tuple")
			this.broken("argument list must be a tuple");
		if (kwargs !== undefined && (typeof kwargs === "number" || (kwargs as Container).kind !== "dict"))
			this.broken("NEWOBJ_EX kwargs argument must be a dict");
		this.#made(callable, args, kwargs, constructs);
	}
	#made(callable: Value, args: Value, kwargs: Value | undefined, constructs: boolean): void {
		if (typeof callable === "number" || callable instanceof Container) this.halt("what is called is not callable");
		this.charge(COSTS.thing);
		let origin: Import | Extension | undefined;
		if (callable instanceof Import || callable instanceof Extension) origin = callable;
		else if (callable instanceof Result) origin = callable.origin;
		if (callable instanceof Import && isHelper(callable) && args instanceof Container) {
			const helped = args.items[0];
			if (helped instanceof Import) origin = helped;
		}
		const made = new Result(this.at, callable, args, kwargs, constructs, origin);
		this.push(made);
		this.listener.call(made, this);
	}
	#inst(): void {
		// Python's own reader imports before it looks for the mark.
		const callable = this.#twoLines();
		const from = this.popMark();
		const args = this.container("tuple");
		this.take(args, from, this.sp);
		this.sp = from;
		this.#made(callable, args, undefined, false);
	}
	#obj(): void {
		const from = this.popMark();
		const callable = from < this.sp ? (this.stack[from] as Value) : new Unknown(this.at);
		if (from >= this.sp) this.halt("unpickling stack underflow");
		const args = this.container("tuple");
		if (from < this.sp) this.take(args, from + 1, this.sp);
		this.sp = from;
		this.#made(callable, args, undefined, false);
	}
	#persistent(id: Value | undefined): void {
		this.charge(COSTS.thing);
		const made = new Persistent(this.at, id);
		this.listener.persistent(made, this);
		this.push(made);
	}
}
