/** A list of names as something that looks at pickles before they are loaded. */

import { UnpicklingError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import { type Finding, verdict } from "./finding.ts";
import { NameList, type PolicyOptions } from "./name-list.ts";
import { scanBytesSync } from "./scan-bytes.ts";

/** A policy for pickles: the list that comes with this package, and names of the caller's own. */
export class Policy extends NameList {
	/**
	 * Looks at a pickle before it is loaded, as `pickle.loads(data, { policy })` does.
	 *
	 * @param data the bytes of the pickle
	 * @throws UnpicklingError (`policy`) for one that is not `safe`, with the worst finding in its message
	 * @example
	 * ```ts
	 * import { pickle } from "brine";
	 * import { createPolicy } from "brine/scan";
	 * const policy = createPolicy({ allow: ["shop.models.*"] });
	 * pickle.loads(pickle.dumps([1, 2]), { policy }); // [1, 2]
	 * ```
	 */
	check(data: Uint8Array): void {
		const findings = scanBytesSync(data, this);
		const worst = verdict(findings);
		if (worst === "safe" || worst === "no-pickle") return;
		const finding = findings.find((one) => one.verdict === worst) as Finding;
		throw new UnpicklingError(`the pickle is ${worst}: ${finding.why}`, {
			code: "policy",
			offset: finding.offset,
			opcode: finding.opcode,
		});
	}
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["allow", "rows"]);

/**
 * A policy: the list that comes with this package, and names of your own.
 *
 * @param options see {@link PolicyOptions}
 * @returns what {@link scan} and `pickle.loads` take as `policy`
 * @throws TypeError for rows that are not rows of a list
 * @example
 * ```ts
 * import { createPolicy } from "brine/scan";
 * createPolicy({ allow: ["shop.models.*", { name: "shop.money.Money", kinds: ["call"] }] }).date; // when the list was made
 * ```
 */
export function createPolicy(options?: PolicyOptions | null): Policy {
	return new Policy(givenOptions("createPolicy", options, OPTIONS));
}
