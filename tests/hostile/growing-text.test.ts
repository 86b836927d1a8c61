/** A text that is put together of many short ones takes time in proportion: its end is not looked at while it grows. */
import { expect, it } from "vitest";
import { equals, pickle, repr } from "../../src/index.ts";
import { PyPath } from "../../src/types/index.ts";
import { IS_SHORT } from "../effort.ts";
import { bytes, time } from "./bytes.ts";

const COUNT = IS_SHORT ? 50_000 : 100_000;
/** Milliseconds: of 80,000 segments `str` took 2,600 once, and of 50,000 a thousand besides the rest. */
const MOST = IS_SHORT ? 1000 : 1500;
const KINDS = ["PurePosixPath", "PureWindowsPath"] as const;
const SEGMENTS = ["U\x01a", "U\x02a/", "U\x00", "U\x02./"];

it.each(KINDS.flatMap((kind) => SEGMENTS.map((segment) => [kind, segment] as const)))(
	"%s of many %j",
	(kind, segment) => {
		const data = bytes(`\x80\x04cpathlib\n${kind}\n(`, segment.repeat(COUNT), "tR.");
		const work = (): void => {
			const [path, other] = [pickle.loads(data), pickle.loads(data)] as PyPath[];
			expect(String(path).length).toBe(segment.includes("a") ? 2 * COUNT - 1 : 1);
			expect(path?.parts.length).toBe(segment.includes("a") ? COUNT : 0);
			expect(repr(path).length).toBeGreaterThan(10);
			expect(equals(path, other)).toBe(true);
			expect(pickle.dumps(path, { pythonVersion: "3.12" }).length).toBeGreaterThan(40);
		};
		expect(time(work, MOST)).toBeLessThan(MOST);
	},
);

it("the segments of a path are joined as Python joins them", () => {
	const joined = (kind: (typeof KINDS)[number], ...segments: string[]): string => String(new PyPath(kind, ...segments));
	expect(joined("PurePosixPath", "/", "x")).toBe("/x");
	expect(joined("PurePosixPath", "//", "x", "")).toBe("//x");
	expect(joined("PurePosixPath", "a", "///e", ".")).toBe("/e");
	expect(joined("PureWindowsPath", "//", "./", "//")).toBe("\\\\.\\");
	expect(joined("PureWindowsPath", "\\", "//", "./", "..")).toBe("\\\\.\\..");
	expect(joined("PureWindowsPath", " ", "\\\\", "b/", "")).toBe("\\\\b\\");
});
