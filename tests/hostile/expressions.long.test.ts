/** Two megabytes of each, and eight with BRINE_WHOLE (`npm run verify`). */
import { expressions } from "./expressions.ts";

if (process.env["BRINE_WHOLE"] === undefined) expressions(2_000_000, 2000);
else expressions(8_000_000, 4000);
