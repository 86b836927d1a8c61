/** A hundred kilobytes of each; eight megabytes take minutes (expressions.long.test.ts). What is not linear takes far longer for these too. */
import { expressions } from "./expressions.ts";

expressions(100_000, 300);
