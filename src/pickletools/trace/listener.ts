import type { TraceMachine } from "./machine.ts";
import type { Container, Extension, Import, Persistent, Result, Value } from "./values.ts";

/** What a tracer tells as it happens; the tracer's `at` is where the opcode is. */
export interface TraceListener {
	/** A name is imported. */
	import(made: Import, machine: TraceMachine): void;
	/** An import is kept as a value; told once for each. */
	reference(made: Import, machine: TraceMachine): void;
	/** An extension code is looked up. */
	extension(made: Extension, machine: TraceMachine): void;
	/** Something is called, or its `__new__` is; also where the result is dropped. */
	call(made: Result, machine: TraceMachine): void;
	/** A state is given to something that is not a container of the pickle. */
	build(target: Value, state: Value, machine: TraceMachine): void;
	/** Items are given to something that is not a container of the pickle; they are in the `items` of a made-up list. */
	fill(target: Value, kind: "append" | "add" | "setItem", items: Container, machine: TraceMachine): void;
	/** An object is asked for by an id. */
	persistent(made: Persistent, machine: TraceMachine): void;
	/** Every reader gives up here; true ends the trace. */
	halt(machine: TraceMachine): boolean;
}
