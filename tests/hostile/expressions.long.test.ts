/** Eight megabytes of each. */
import { expressions } from "./expressions.ts";

expressions(8_000_000, 4000);
