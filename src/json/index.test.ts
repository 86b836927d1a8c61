import { expect, test } from "vitest";
import * as json from "./index.ts";

test("brine/json has these names", () => {
	expect(Object.keys(json).sort()).toEqual([
		"DictOf",
		"Fragment",
		"JSONDecodeError",
		"JSONDecoder",
		"JSONEncoder",
		"ListOf",
		"PartialDecoder",
		"SchemaError",
		"detectEncoding",
		"dump",
		"dumpLines",
		"dumpLinesSync",
		"dumpSync",
		"dumps",
		"events",
		"items",
		"iterencode",
		"kvitems",
		"load",
		"loadAll",
		"loadLines",
		"loadLinesSync",
		"loadSync",
		"loads",
		"scanstring",
	]);
});
