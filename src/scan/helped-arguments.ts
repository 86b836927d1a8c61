/** The arguments that a helper of `copyreg` hands to `__new__` of its first argument. */
import { Arena, Container, Import, type Result, type Value } from "../pickletools/trace/values.ts";
import type { CallArguments } from "./name-judge.ts";

/**
 * Takes the arguments of the class out of those of the helper.
 *
 * @param made the call of `__newobj__`, `__newobj_ex__` or `_reconstructor`
 * @returns the arguments; those of `_reconstructor`, which another class takes, cannot be told unless there are none
 */
export function helpedArguments({ callable, args, offset }: Result): CallArguments {
	if (!(callable instanceof Import) || !(args instanceof Container) || args.count > args.items.length) return {};
	const [, second, third] = args.items;
	if (callable.name === "__newobj__") return { args: withoutFirst(args) };
	if (callable.name === "__newobj_ex__")
		return { args: second instanceof Container ? second : undefined, kwargs: third };
	// _reconstructor(class, object, None) is object.__new__(class).
	const isPlain = second instanceof Import && second.name === "object" && args.count === 3;
	return isPlain ? { args: tuple(offset, []) } : {};
}

/** Arguments without the class; undefined when there are more than can be told. */
export function withoutFirst(args: Container): Container | undefined {
	return args.count > args.items.length ? undefined : tuple(args.offset, args.items.slice(1));
}

function tuple(offset: number, items: readonly Value[]): Container {
	const made = new Container(offset, "tuple");
	made.take(items, 0, items.length, new Arena());
	return made;
}
