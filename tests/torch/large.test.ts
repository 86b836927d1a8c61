/** The short form of large.long.test.ts and of large.mjs. */
import { checkLarge } from "./large.ts";

checkLarge(96 * 2 ** 20);
