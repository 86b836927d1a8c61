import { PyTuple } from "../../values/tuple.ts";
import { EntriesTask, ObjectTask } from "./dicts.ts";
import { ListTask, TupleTask } from "./sequences.ts";
import { SetTask } from "./sets.ts";

/** One task of each kind that most values are made of, to be kept alive for their shapes. */
export function taskShapes(): readonly unknown[] {
	return [
		new ListTask([]),
		new TupleTask(new PyTuple(), undefined),
		new ObjectTask({}, []),
		new EntriesTask([], 0, false),
		new SetTask(new Set()),
	];
}
