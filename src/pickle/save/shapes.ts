import { PyTuple } from "../../values/tuple.ts";
import { DictTask } from "./dicts.ts";
import type { SaveMachine } from "./machine.ts";
import { callOf, ReductionTask } from "./objects.ts";
import { ListTask, TupleTask } from "./sequences.ts";
import { SetTask } from "./sets.ts";

/** One task of each kind that most values are made of, to be kept alive for their shapes. */
export function taskShapes(p: SaveMachine): readonly unknown[] {
	const reduction = { callable: "builtins:object", args: [] } as const;
	return [
		new ListTask([], 0, -1, false),
		new TupleTask(new PyTuple(), 0, undefined, false, 0),
		new DictTask({}, 0, []),
		new ReductionTask(p, reduction, callOf(p, reduction), p, false),
		new SetTask(new Set()),
	];
}
