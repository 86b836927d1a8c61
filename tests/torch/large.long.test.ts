/** A checkpoint beyond 4 GiB, whose archive needs zip64. */
import { checkLarge } from "./large.ts";

checkLarge(6 * 2 ** 30);
