/** Which names and forms each pandas writes. */
import { ValueError } from "../errors.ts";

/** How one generation of pandas writes its values. */
export interface Style {
	/** The pandas that it is, as 20300 for 2.3; 0 for the forms that every pandas from 0.24 on reads. */
	readonly version: number;
}

/** The value that is written unless told otherwise: what pandas 0.24 to 3.1 read. */
export const PORTABLE: Style = { version: 0 };

/**
 * The style of a version.
 *
 * @throws ValueError (`option`) for what is not `"1.2"` or newer
 */
export function styleOf(version: string | undefined): Style {
	if (version === undefined) return PORTABLE;
	const match = /^(\d{1,2})(?:\.(\d{1,2}))?(?:\.\d{1,3})?$/.exec(version);
	const number = match === null ? 0 : Number(match[1]) * 10000 + Number(match[2] ?? 0) * 100;
	if (number < 10500 || number >= 40000) {
		throw new ValueError(`pandasVersion must be '1.5' to '3.1', not '${version}'`, { code: "option" });
	}
	return { version: number };
}
