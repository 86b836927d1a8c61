import type { Container, Value } from "../pickletools/trace/values.ts";
import { Result } from "../pickletools/trace/values.ts";
import type { Name } from "./names.ts";
import { describe, type Values } from "./rules.ts";

/**
 * The attribute that `getattr` is asked for, as a name: a nested class, a member of an enum, a method.
 *
 * @param args the arguments of the call
 * @param values what is known of values
 * @param nameOf the name of a class or function
 * @returns the name, and whether the attribute is private; or what is wrong
 */
export function attributeName(
	args: Container,
	values: Values,
	nameOf: (value: Value) => Name | undefined,
): { readonly name: Name; readonly private: boolean } | string {
	const [of, attribute] = args.items;
	if (args.count !== 2 || of === undefined || attribute === undefined)
		return "takes an attribute in another way than any writer does";
	const text = values.constants.kindOf(attribute) === "str" ? values.constants.textOf(attribute, 1024) : undefined;
	if (text === undefined) return "takes an attribute whose name is computed";
	// A method of an object is written as getattr(object, name).
	const owner = nameOf(of) ?? (of instanceof Result ? nameOf(of.origin ?? of.callable) : undefined);
	if (owner === undefined) return `takes the attribute ${JSON.stringify(text)} of ${describe(of, values)}`;
	return { name: { module: owner.module, name: `${owner.name}.${text}` }, private: text.startsWith("_") };
}
