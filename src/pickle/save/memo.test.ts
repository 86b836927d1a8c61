/** The memo of what is written, in more than one `Map`: V8 allows none of them more than 2^24 entries. */
import { expect, it } from "vitest";
import { Memo } from "./memo.ts";

it("Memo finds, forgets and lists its entries in whichever Map they are", () => {
	for (const shard of [1, 2, 7, undefined]) {
		const memo = new Memo<string>(shard);
		memo.clear();
		for (let i = 0; i < 20; i++) memo.set(`k${i}`, i);
		for (let i = 0; i < 20; i++) expect(memo.get(`k${i}`)).toBe(i);
		expect(memo.get("none")).toBeUndefined();
		expect(memo.size).toBe(20);
		memo.delete("k3");
		expect(memo.get("k3")).toBeUndefined();
		expect([...memo.entries()].map(([key]) => key).join()).toBe(
			Array.from({ length: 20 }, (_, i) => `k${i}`)
				.filter((key) => key !== "k3")
				.join(),
		);
		memo.clear();
		expect([memo.size, memo.get("k19")]).toEqual([0, undefined]);
	}
});
