import { expect, test } from "vitest";
import { fromPython2, toPython2 } from "./python2-names.ts";

test("fromPython2() asks for the name first, then for the module", () => {
	expect(fromPython2("__builtin__", "xrange")).toEqual(["builtins", "range"]);
	expect(fromPython2("__builtin__", "set")).toEqual(["builtins", "set"]);
	expect(fromPython2("UserDict", "UserDict")).toEqual(["collections", "UserDict"]);
	expect(fromPython2("UserDict", "DictMixin")).toEqual(["collections", "DictMixin"]);
	expect(fromPython2("exceptions", "StandardError")).toEqual(["builtins", "Exception"]);
	expect(fromPython2("exceptions", "NoSuchError")).toEqual(["exceptions", "NoSuchError"]);
	expect(fromPython2("toString", "constructor")).toEqual(["toString", "constructor"]);
	expect(fromPython2("Tix", "x", 31200)).toEqual(["tkinter.tix", "x"]);
	expect(fromPython2("Tix", "x", 31300)).toEqual(["Tix", "x"]);
});

test("toPython2() goes the other way", () => {
	expect(toPython2("builtins", "int")).toEqual(["__builtin__", "long"]);
	expect(toPython2("builtins", "FileNotFoundError")).toEqual(["exceptions", "OSError"]);
	expect(toPython2("functools", "reduce")).toEqual(["__builtin__", "reduce"]);
	expect(toPython2("_functools", "reduce")).toEqual(["__builtin__", "reduce"]);
	expect(toPython2("_functools", "partial")).toEqual(["functools", "partial"]);
	expect(toPython2("builtins", "ImportCycleError", 31500)).toEqual(["exceptions", "ImportError"]);
	expect(toPython2("builtins", "ImportCycleError", 31400)).toEqual(["__builtin__", "ImportCycleError"]);
});
