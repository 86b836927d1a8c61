/** Values that may be made of lazy ones. */
import { LimitError } from "../errors.ts";

/** The limits of a conversion. */
export interface ExpandOptions {
	readonly limits?: {
		/** Bytes that the result is estimated to take. Default: 2^30 */
		readonly memory?: number | null;
	} | null;
}

/** Estimated bytes of one value in a list, and of a list. */
const VALUE = 24;
const LIST = 48;

/**
 * Says no before more is made than may be.
 *
 * @param values how many
 * @param lists how many lists hold them
 * @throws LimitError (`memory`)
 */
export function chargeValues(options: ExpandOptions | null | undefined, values: number, lists = 1): void {
	const most = options?.limits?.memory ?? 2 ** 30;
	if (values * VALUE + lists * LIST > most) throw new LimitError("memory", most);
}
