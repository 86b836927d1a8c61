/** One megabyte of each; eight take minutes (expressions.long.test.ts). What is not linear takes minutes for one too. */
import { expressions } from "./expressions.ts";

expressions(1_000_000, 1000);
