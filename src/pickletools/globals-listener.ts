import type { VersionNumber } from "../options.ts";
import { fromPython2 } from "../registry/python2-names.ts";
import type { Registry } from "../registry/registry.ts";
import { splitName } from "../values/py-name.ts";
import type { ImportUse, ImportUseKind, PickleImport } from "./imports.ts";
import { opcodeOf } from "./opcode-info.ts";
import { isHelper } from "./trace/cold-ops.ts";
import type { TraceListener, TraceMachine } from "./trace/machine.ts";
import { Container, Extension, Import, type Persistent, Result, type Value } from "./trace/values.ts";

/** An import while its uses are being found. */
type OpenImport = PickleImport & { readonly uses: ImportUse[] };

/** Estimated bytes of heap of an import and of a use. */
const IMPORT = 300;
const USE = 80;

/** Gathers every import of a trace and what is done with it. */
export class GlobalsListener implements TraceListener {
	readonly imports: OpenImport[] = [];
	readonly #records = new Map<Import | Extension, OpenImport>();
	/** Tuples whose imports are noted as arguments. */
	readonly #handed = new WeakSet<Container>();
	readonly #version: VersionNumber;
	readonly #registry: Registry | undefined;

	constructor(version: VersionNumber, registry: Registry | undefined) {
		this.#version = version;
		this.#registry = registry;
	}

	import(made: Import, machine: TraceMachine): void {
		this.#add(made, made.module, made.name, undefined, machine);
	}
	reference(): void {
		// Every import is listed, kept or not.
	}
	extension(made: Extension, machine: TraceMachine): void {
		const known = this.#registry?.byCode(made.extension);
		const [module, name] = known === undefined ? [] : splitName(known);
		this.#add(made, module, name, made.extension, machine);
	}
	#add(
		made: Import | Extension,
		module: string | undefined,
		name: string | undefined,
		code: number | undefined,
		machine: TraceMachine,
	): void {
		machine.charge(IMPORT);
		let python3: PickleImport["python3"];
		if (machine.protocol < 3 && module !== undefined && name !== undefined) {
			const [newModule, newName] = fromPython2(module, name, this.#version);
			if (newModule !== module || newName !== name) python3 = { module: newModule, name: newName };
		}
		const offset = machine.at;
		const record: OpenImport = { module, name, python3, code, opcode: opcodeName(machine), offset, uses: [] };
		this.imports.push(record);
		this.#records.set(made, record);
	}

	call(made: Result, machine: TraceMachine): void {
		const { callable, args } = made;
		this.#use(callable, made.constructs ? "construct" : "call", machine);
		if (!(args instanceof Container)) return;
		const helped = callable instanceof Import && isHelper(callable) ? args.items[0] : undefined;
		if (helped instanceof Import) this.#use(helped, "construct", machine);
		if (this.#handed.has(args)) return;
		this.#handed.add(args);
		for (const argument of args.items) {
			if (argument !== helped && (argument instanceof Import || argument instanceof Extension))
				this.#use(argument, "argument", machine);
		}
	}
	build(target: Value, _state: Value, machine: TraceMachine): void {
		this.#use(target, "build", machine);
	}
	fill(target: Value, kind: "append" | "add" | "setItem", _items: Container, machine: TraceMachine): void {
		this.#use(target, kind, machine);
	}
	persistent(made: Persistent, machine: TraceMachine): void {
		if (made.id !== undefined) this.#use(made.id, "id", machine);
	}
	halt(): boolean {
		// Readers differ in what they put up with, so it goes on as far as opcodes can be told apart.
		return false;
	}

	#use(target: Value, kind: ImportUseKind, machine: TraceMachine): void {
		const isImport = target instanceof Import || target instanceof Extension;
		const origin = isImport ? target : target instanceof Result ? target.origin : undefined;
		const record = origin === undefined ? undefined : this.#records.get(origin);
		if (record === undefined) return;
		machine.charge(USE);
		record.uses.push({ kind, opcode: opcodeName(machine), offset: machine.at, on: isImport ? "import" : "result" });
	}
}

function opcodeName(machine: TraceMachine): string {
	return opcodeOf(machine.bytes[machine.at] as number)?.name ?? "";
}
