import { builtins } from "./builtins.ts";
import { natives } from "./natives.ts";
import { createRegistry, type Registry } from "./registry.ts";
import { stdlib } from "./stdlib.ts";

/**
 * The registry that `load` and `dump` use unless told otherwise: built-in and standard library types, and
 * the counterparts of JavaScript's own types.
 */
export const defaultRegistry: Registry = /* @__PURE__ */ createRegistry(builtins, stdlib, natives);
