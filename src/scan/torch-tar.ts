/** The members `storages` and `tensors` of torch's oldest archives: pickles with raw numbers between them. */
import { DEFAULT_LIMITS } from "../pickle/limits.ts";
import { readUint } from "../pickletools/trace/operand-sizes.ts";
import { Tracer } from "../pickletools/trace/tracer.ts";
import { Container, Import } from "../pickletools/trace/values.ts";
import { Judge } from "./judge.ts";
import type { NameList } from "./name-list.ts";
import { Observations } from "./observations.ts";
import { storageSize } from "./persistent-ids.ts";

/**
 * Follows all pickles of such a member: how many there are, then for each a description, after which come the numbers.
 *
 * @param bytes the member
 * @param name which of the two
 * @param list what is allowed
 */
export function scanTorchTar(bytes: Uint8Array, name: "storages" | "tensors", list: NameList): Observations {
	const observations = new Observations();
	const judge = new Judge(bytes, { list, observations, joblib: false, strict: false, nested: () => undefined });
	const tracer = new Tracer(bytes, judge, { limits: DEFAULT_LIMITS });
	const wrong = (why: string): Observations => {
		observations.add({ verdict: "suspicious", rule: "broken", why, offset: tracer.at });
		return observations;
	};
	tracer.run(0);
	const count = tracer.result === undefined ? undefined : tracer.constants.intOf(tracer.result);
	if (!tracer.stopped || count === undefined) return wrong(`the member ${name} does not say how much is in it`);
	let at = tracer.end;
	for (let i = 0; i < count; i++) {
		tracer.run(at);
		if (!tracer.stopped || tracer.error !== undefined) return wrong(`the member ${name} is broken`);
		const next = name === "storages" ? afterStorage(tracer) : afterTensor(tracer);
		if (next === undefined || next > bytes.length) return wrong(`the member ${name} is shorter than it says`);
		at = next;
	}
	// The views of storages come last, as one pickle.
	if (at < bytes.length) {
		tracer.run(at);
		if (!tracer.stopped || tracer.end !== bytes.length) return wrong(`the member ${name} is longer than it says`);
	}
	return observations;
}

/** After `(key, location, type)` come the count in eight bytes and the items. */
function afterStorage({ bytes, end, result }: Tracer): number | undefined {
	const type = result instanceof Container ? result.items[2] : undefined;
	if (!(type instanceof Import) || end + 8 > bytes.length) return undefined;
	const size = storageSize(type, readUint(bytes, end, 8));
	return Number.isNaN(size) ? undefined : end + 8 + size;
}

/** After `(key, storage, type)` come the number of dimensions, four bytes, sizes, strides and the offset. */
function afterTensor({ bytes, end }: Tracer): number | undefined {
	return end + 8 > bytes.length ? undefined : end + 8 + 16 * readUint(bytes, end, 4) + 8;
}
