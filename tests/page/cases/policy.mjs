/** The policy as the built page has it, read from the source that all take it from. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const source = readFileSync(join(import.meta.dirname, "../../../src/cli/page-policy.ts"), "utf8");
export const PAGE_POLICY = [...source.matchAll(/^\t"(.+)",$/gm)].map(([, part]) => part).join("; ");
