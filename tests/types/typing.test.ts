/** What the types say: the compiler proves it (`npm run types`); here it only runs. */
import { describe, expect, expectTypeOf, it } from "vitest";
import {
	defineType,
	flagType,
	isDict,
	json,
	type PyDict,
	type PyEnumMember,
	type PyValue,
	pickle,
	type StandardSchema,
	unchecked,
} from "../../src/index.ts";
import { loadFile, loadFileSync } from "../../src/node/index.ts";

interface User {
	name: string;
}
const schema: StandardSchema<User> = {
	"~standard": { version: 1, vendor: "test", validate: (value) => ({ value: value as User }) },
};
const bytes = pickle.dumps({ name: "bob" });
const text = '{"name": "bob"}';
type Values<T> = AsyncGenerator<T, void, undefined>;

describe("schema", () => {
	it("gives the type of what is read, wherever it is taken", async () => {
		expectTypeOf(pickle.loads(bytes, { schema })).toEqualTypeOf<User>();
		expectTypeOf(pickle.loadSync(bytes, { schema })).toEqualTypeOf<User>();
		expectTypeOf(await pickle.load(bytes, { schema })).toEqualTypeOf<User>();
		expectTypeOf(pickle.loadAll(bytes, { schema })).toEqualTypeOf<Values<User>>();
		expectTypeOf(await new pickle.Unpickler(bytes, { schema }).load()).toEqualTypeOf<User>();
		expectTypeOf(new pickle.Unpickler(bytes, { schema }).loadSync()).toEqualTypeOf<User>();
		expectTypeOf(json.loads(text, { schema })).toEqualTypeOf<User>();
		expectTypeOf(await json.load([text], { schema })).toEqualTypeOf<User>();
		for await (const value of json.loadAll([text], { schema })) expectTypeOf(value).toEqualTypeOf<User>();
		for await (const value of json.loadLines([text], { schema })) expectTypeOf(value).toEqualTypeOf<User>();
		for await (const value of json.items([text], "", { schema })) expectTypeOf(value).toEqualTypeOf<User>();
		for await (const value of json.kvitems([text], "", { schema })) expectTypeOf(value).toEqualTypeOf<User>();
		for await (const value of json.events([text], { schema })) expectTypeOf(value).toEqualTypeOf<User>();
		expectTypeOf(loadFile<User>).returns.resolves.toEqualTypeOf<User>();
		expectTypeOf(loadFileSync<User>).returns.toEqualTypeOf<User>();
	});
	it("is what makes a type: without one all is unknown", async () => {
		expectTypeOf(pickle.loads(bytes)).toBeUnknown();
		expectTypeOf(pickle.loadAll(bytes)).toEqualTypeOf<Values<unknown>>();
		expectTypeOf(await new pickle.Unpickler(bytes).load()).toBeUnknown();
		expectTypeOf(json.loads(text)).toBeUnknown();
		for await (const value of json.items([text], "")) expectTypeOf(value).toBeUnknown();
	});
});

describe("other types", () => {
	it("are taken at the user's word", () => {
		expectTypeOf(unchecked<User>(pickle.loads(bytes))).toEqualTypeOf<User>();
		const value = unchecked<PyValue>(pickle.loads(bytes));
		if (isDict(value)) expectTypeOf(value.get("name")).toBeUnknown();
	});
	it("make hooks usable", () => {
		json.loads(text, { objectHook: (object) => object["name"] });
		json.loads(text, { objectHook: (user: User) => user.name });
		json.loads(text, { objectHook: ({ name }: { name: string }) => name });
		json.loads(text, { dict: "map", objectHook: (dict: PyDict) => dict.get("name") });
	});
	it("say what a state is: unknown, or what a schema says", () => {
		class Person {
			name = "";
		}
		const names = ["m:Person"] as const;
		defineType({
			names,
			type: Person,
			load: () => new Person(),
			setState: (_, state) => expectTypeOf(state).toBeUnknown(),
		});
		defineType({
			names,
			load: () => new Person(),
			stateSchema: schema,
			setState: (person, state) => {
				expectTypeOf(state).toEqualTypeOf<User>();
				person.name = state.name;
			},
		});
		defineType({
			names,
			load: () => new Person(),
			setState: (person, state: User) => {
				person.name = state.name;
			},
		});
	});
	it("name the members of flags", () => {
		const flags = flagType("m:F", { R: 4, W: 2 });
		expectTypeOf(flags.members.R).toEqualTypeOf<PyEnumMember<4>>();
		expectTypeOf(flags.of(flags.members.R, 2)).toEqualTypeOf<PyEnumMember<number | bigint>>();
		// @ts-expect-error there is no such member
		expect(flags.members.X).toBeUndefined();
	});
});
