import { expect, test } from "vitest";
import * as json from "./index.ts";

test("brine/json has these names", () => {
	expect(Object.keys(json).sort()).toEqual([
		"Fragment",
		"JSONDecodeError",
		"JSONDecoder",
		"JSONEncoder",
		"SchemaError",
		"detectEncoding",
		"dump",
		"dumpLines",
		"dumpSync",
		"dumps",
		"events",
		"items",
		"iterencode",
		"kvitems",
		"load",
		"loadAll",
		"loadLines",
		"loadSync",
		"loads",
		"scanstring",
	]);
});
