/** A quarter of a megabyte of each; eight take minutes (expressions.long.test.ts). What is not linear takes far longer for a quarter too. */
import { expressions } from "./expressions.ts";

expressions(250_000, 500);
