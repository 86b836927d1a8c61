import { createRegistry, type Registry } from "./registry.ts";
import { arrayType } from "./stdlib/array.ts";
import { chainMapType } from "./stdlib/chain-map.ts";
import { counterType, defaultDictType, dequeType, frozenDictType, orderedDictType } from "./stdlib/collections.ts";
import { dateType, datetimeType, timeType } from "./stdlib/datetime-types.ts";
import { decimalType } from "./stdlib/decimal.ts";
import { exceptionType } from "./stdlib/exceptions.ts";
import { fractionType } from "./stdlib/fractions.ts";
import { ipType } from "./stdlib/ipaddress.ts";
import { pathType } from "./stdlib/pathlib.ts";
import { patternType } from "./stdlib/re.ts";
import { timedeltaType, timezoneType } from "./stdlib/timedelta.ts";
import { namespaceType } from "./stdlib/types.ts";
import { uuidType } from "./stdlib/uuid.ts";
import { zoneInfoType } from "./stdlib/zoneinfo.ts";

/**
 * The types of Python's standard library that are read as a class of their own and written as CPython
 * writes them. All are pure builders of data.
 */
export const stdlib: Registry = /* @__PURE__ */ createRegistry(
	dateType,
	timeType,
	datetimeType,
	timedeltaType,
	timezoneType,
	zoneInfoType,
	decimalType,
	fractionType,
	uuidType,
	orderedDictType,
	counterType,
	defaultDictType,
	dequeType,
	chainMapType,
	frozenDictType,
	arrayType,
	pathType,
	exceptionType,
	patternType,
	ipType,
	namespaceType,
);
