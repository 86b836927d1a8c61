import { describe, expect, test } from "vitest";
import { globals, tree } from "./globals.ts";
import type { PickleNode } from "./nodes.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const root = (text: string): PickleNode => tree(bytes(text)).root as PickleNode;

/** A tree as text: kind, value, range and parts. */
function shown(node: PickleNode): string {
	const value = node.value === undefined ? "" : ` ${JSON.stringify(node.value)}`;
	const parts = node.parts.map((part) => `${part.role} ${shown(part.node)}`);
	return `${node.kind}${value} ${node.start}-${node.end}${parts.length === 0 ? "" : ` [${parts.join(", ")}]`}`;
}

describe("tree()", () => {
	test("names what globals() names, also where a name is in bytes or missing", () => {
		for (const text of ["C\x01I\x93.", "C\x01MC\x01I\x93.", "U\x01I\x93.", "\x8c\x01mC\x01I\x93."]) {
			const names = (all: ReturnType<typeof globals>["imports"]) => all.map(({ module, name }) => [module, name]);
			expect(names(tree(bytes(text)).imports)).toEqual(names(globals(bytes(text)).imports));
			expect(globals(bytes(text)).imports).toMatchObject([{ name: "I" }]);
		}
	});
	test("gives every value the range of its bytes", () => {
		expect(shown(root("\x80\x04](K\x01\x8c\x01ae."))).toBe('list 2-10 [item constant 1 4-6, item constant "a" 6-9]');
		expect(shown(root("(K\x01NtK\x02\x86."))).toBe(
			"tuple 0-8 [item tuple 0-5 [item constant 1 1-3, item constant null 3-4], item constant 2 5-7]",
		);
		expect(shown(root("}(K\x01NK\x02\x88u."))).toBe(
			"dict 0-9 [key constant 1 2-4, value constant null 4-5, key constant 2 5-7, value constant true 7-8]",
		);
		expect(shown(root("(K\x01\x91."))).toBe("frozenset 0-4 [item constant 1 1-3]");
	});
	test("shows calls with what they are handed and given", () => {
		expect(shown(root("cm\nC\n)R}b."))).toBe("object 0-9 [callable global 0-5, args tuple 5-6, state dict 7-8]");
		expect(shown(root("(K\x01im\nC\n."))).toBe("object 0-8 [callable global 3-8, argument constant 1 1-3]");
		expect(shown(root("cm\nC\n)}\x92."))).toBe("object 0-8 [callable global 0-5, args tuple 5-6, kwargs dict 6-7]");
		expect(shown(root("NQ."))).toBe("persistent 0-2 [id constant null 0-1]");
		expect(shown(root("\x97\x98."))).toBe("buffer 0-2");
	});
	test("what stands in several places is one node", () => {
		const { parts } = root("](X\x01\0\0\0aq\x00h\x00e.");
		expect(parts[0]?.node).toBe(parts[1]?.node);
		expect(parts.map(({ start }) => start)).toEqual([2, 10]);
		expect(parts[1]?.node.start).toBe(2);
	});
	test("what holds itself does so", () => {
		const list = root("]\x94h\x00a.");
		expect(list.parts[0]?.node).toBe(list);
	});
	test("reads constants of every kind", () => {
		const values = root(
			"(I5\nI01\nL7L\nF1.5\nG?\xf8\0\0\0\0\0\0J\xff\xff\xff\xffS'a'\nU\x01bV\\u1234\nC\x01cX\x01\0\0\0dt.",
		).parts;
		expect(values.map(({ node }) => node.value)).toEqual([
			5,
			true,
			7,
			1.5,
			1.5,
			-1,
			"a",
			"b",
			"\u1234",
			bytes("c"),
			"d",
		]);
	});
	test("a constant that cannot be read has no value, and keeps its bytes", () => {
		const node = root("Iabc\n.");
		expect([node.kind, node.value, String.fromCharCode(...node.operand)]).toEqual(["constant", undefined, "abc"]);
	});
	test("survives what is broken, and shows what there is", () => {
		expect(tree(bytes("](K\x01"))).toMatchObject({ root: undefined, complete: false, end: 4 });
		expect(shown(root("t."))).toBe("tuple 0-1");
		expect(shown(root("K\x01\x86."))).toBe("tuple 2-3");
		expect(shown(root("h\x05."))).toBe("unknown 0-2");
		expect(shown(root("K\x01e."))).toMatch(/^unknown 2-3/);
	});
	test("a million levels", () => {
		const { complete, error } = tree(bytes(`${"]".repeat(1_000_000)}${"a".repeat(999_999)}.`));
		expect([complete, error]).toEqual([true, undefined]);
	});
});
