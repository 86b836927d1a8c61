import type { PyError } from "../errors.ts";
import type { VersionNumber } from "../options.ts";
import type { FullLimits } from "../pickle/limits.ts";
import { hintFor } from "../pickle/load/hint.ts";
import { Machine } from "../pickle/machine.ts";
import type { Registry } from "../registry/registry.ts";
import type { ImportUse, ImportUseKind, PickleBreak, PickleImport } from "./imports.ts";
import { type NodeKind, type PartRole, PickleNode } from "./nodes.ts";
import { type OpcodeInfo, opcodeOf, opcodes } from "./opcode-info.ts";
import { type Operand, readOperand } from "./operands.ts";

/** Estimated bytes of heap for a node, a part, an import and a use. */
export const COST = { node: 160, part: 60, import: 300, use: 80 } as const;

/** How the recorder goes about it. */
export interface RecorderOptions {
	readonly limits: FullLimits;
	readonly version: VersionNumber;
	/** Where extension codes are looked up. */
	readonly registry: Registry | undefined;
	/** Whether what containers hold is kept; without it only tuples know their items. */
	readonly parts: boolean;
}

/** An import while its uses are being found. */
export type OpenImport = PickleImport & { readonly uses: ImportUse[] };

/**
 * The unpickling machine with nodes for values. It goes on where a loader gives up, as far as the opcodes can
 * be told apart, since readers differ in what they put up with: what is missing is an unknown node.
 */
export abstract class RecordingMachine extends Machine {
	readonly imports: OpenImport[] = [];
	/** The first place where a loader would fail, as far as that can be told without building. */
	error: PickleBreak | undefined;
	/** The first place where a frame and its contents do not fit; the newest CPythons refuse it, others do not look. */
	frameError: PickleBreak | undefined;
	/** One after the last byte that was read. */
	end = 0;
	protected readonly bytes: Uint8Array;
	protected readonly registry: Registry | undefined;
	protected readonly keepsParts: boolean;
	/** Where the bytes of each value on the stack start, as they were put there. */
	protected readonly starts: number[] = [];
	/** Where each open mark is. */
	protected readonly markStarts: number[] = [];
	/** The opcode in work. */
	protected info = opcodes[0] as OpcodeInfo;
	/** Its operand. */
	protected operand: Operand = { from: 0, to: 0, next: 0 };

	constructor(bytes: Uint8Array, options: RecorderOptions) {
		super(options.limits, options.version);
		this.bytes = bytes;
		this.registry = options.registry;
		this.keepsParts = options.parts;
	}

	/** Reads an opcode and its operand; false when that is not possible. */
	protected next(): boolean {
		this.at = this.end;
		const byte = this.bytes[this.at];
		const info = byte === undefined ? undefined : opcodeOf(byte);
		if (info === undefined) {
			const shown = (byte ?? 0).toString(16).padStart(2, "0");
			const message = byte === undefined ? "the pickle ends before STOP" : `no opcode has the byte 0x${shown}`;
			this.error ??= { message, offset: this.at, opcode: undefined };
			return false;
		}
		this.info = info;
		const operand = readOperand(info, this.bytes, this.at + 1);
		if (typeof operand === "string") {
			this.broken(operand);
			return false;
		}
		this.operand = operand;
		if (operand.next > this.frameEnd) this.misframed("the opcode ends after its frame");
		if (operand.next >= this.frameEnd) this.frameEnd = Number.POSITIVE_INFINITY;
		return true;
	}
	/** Notes the first place where something is wrong. */
	protected broken(message: string): void {
		this.error ??= { message, offset: this.at, opcode: this.info.name };
	}

	/** Notes the first place where a frame does not fit. */
	protected misframed(message: string): void {
		this.frameError ??= { message, offset: this.at, opcode: this.info.name };
	}

	protected makeNode(kind: NodeKind, start: number = this.at, origin?: PickleImport): PickleNode {
		this.charge(COST.node);
		const { version } = this;
		const [opcode, at, bytes] = [this.info, this.at, this.bytes];
		return new PickleNode(kind, { opcode, start, at, end: this.operand.next, bytes, version }, origin);
	}
	protected place(node: PickleNode, start: number): void {
		this.starts[this.sp] = start;
		this.push(node);
	}
	/** Takes the top, or an unknown node when there is none. */
	protected take(): { node: PickleNode; start: number } {
		if (this.sp <= this.fence) {
			this.broken(this.underflow().message);
			return { node: this.makeNode("unknown"), start: this.at };
		}
		const node = this.pop() as PickleNode;
		return { node, start: this.starts[this.sp] as number };
	}
	/** Takes everything above the mark, and returns where the mark is. */
	protected takeSlice(): { from: number; to: number; start: number } {
		const to = this.sp;
		if (this.marks.length === 0) {
			this.broken("could not find MARK");
			this.sp = 0;
			return { from: 0, to, start: to > 0 ? (this.starts[0] as number) : this.at };
		}
		const from = this.popMark();
		this.sp = from;
		return { from, to, start: this.markStarts.pop() as number };
	}
	/** Makes values that were on the stack parts of a node. */
	protected addParts(node: PickleNode, roles: readonly PartRole[], from: number, to: number): void {
		if (!this.keepsParts && node.kind !== "tuple") return;
		this.charge(COST.part * (to - from));
		for (let i = from; i < to; i++) {
			const role = roles[(i - from) % roles.length] as PartRole;
			node.add(role, this.stack[i] as PickleNode, this.starts[i] as number);
		}
	}
	protected addPart(node: PickleNode, role: PartRole, part: { node: PickleNode; start: number }): void {
		if (!this.keepsParts) return;
		this.charge(COST.part);
		node.add(role, part.node, part.start);
	}

	/** Notes what is done to an import or to what came of it. */
	protected use(node: PickleNode, kind: ImportUseKind, on?: ImportUse["on"]): void {
		const origin = node.origin as OpenImport | undefined;
		if (origin === undefined) return;
		this.charge(COST.use);
		origin.uses.push({
			kind,
			opcode: this.info.name,
			offset: this.at,
			on: on ?? (node.kind === "global" ? "import" : "result"),
		});
	}

	protected override hintFor(error: PyError, bytes: Uint8Array, base: number): string | undefined {
		return hintFor(error, bytes, base);
	}
}
