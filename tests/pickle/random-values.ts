import { base64, Source } from "./compare-support.ts";
import type { Tagged } from "./tagged-build.ts";

/** Random values in the tagged language; what is shared or inside itself is marked as it stands there. */
export class Values {
	readonly #source: Source;
	#left: number;
	#marks = 0;
	readonly #done: number[] = [];
	readonly #open: number[] = [];

	constructor(seed: number) {
		this.#source = new Source(seed);
		this.#left = 1 + this.#source.below(40);
	}
	value(): Tagged {
		const source = this.#source;
		this.#left--;
		if (this.#open.length > 0 && source.below(30) === 0) return ["ref", source.choice(this.#open)];
		if (this.#done.length > 0 && source.below(10) === 0) return ["ref", source.choice(this.#done)];
		if (this.#left <= 0 || source.below(3) === 0) return this.#scalar();
		const tag = source.choice([
			"list",
			"list",
			"tuple",
			"dict",
			"dict",
			"set",
			"frozenset",
			"bytearray",
			"deque",
			"ordereddict",
			"stdlib",
			"stdlib",
		]);
		if (tag === "stdlib") return this.#library();
		const mark = ++this.#marks;
		const isOpen = tag === "list" || tag === "dict" || tag === "deque" || tag === "ordereddict";
		if (isOpen) this.#open.push(mark);
		const content = this.#content(tag);
		if (isOpen) this.#open.pop();
		// Python has one empty tuple and one empty frozenset.
		if (content.length > 1) this.#done.push(mark);
		else return isOpen || tag === "set" ? this.#kept(mark, content) : content;
		return this.#kept(mark, content);
	}
	#kept(mark: number, content: Tagged): Tagged {
		return ["def", mark, content];
	}
	#content(tag: string): Tagged[] {
		const source = this.#source;
		const count = source.below(20) === 0 ? source.below(40) : source.below(5);
		const values = (): Tagged[] => Array.from({ length: count }, () => this.value());
		switch (tag) {
			case "set":
			case "frozenset":
				// Whether there is one empty frozenset depends on the version.
				return [tag, ...(tag === "set" && source.below(3) === 0 ? [] : [this.#scalar()])];
			case "bytearray":
				return [tag, this.#bytes()];
			case "deque":
				return [tag, source.choice([null, null, 50]), ...values()];
			case "dict":
			case "ordereddict": {
				const keys = new Map<string, Tagged>();
				for (let i = 0; i < count; i++) {
					const key = source.below(3) === 0 ? this.#int() : this.#text();
					keys.set(JSON.stringify(key), key);
				}
				return [tag, ...[...keys.values()].map((key) => [key, this.value()])];
			}
			default:
				return [tag, ...values()];
		}
	}
	#text(): string {
		const source = this.#source;
		const kind = source.below(12);
		if (kind < 7)
			return source.choice(["", "a", "id", "name", "value", "a longer text of ASCII", "x\ny", "back\\slash"]);
		if (kind === 7) return source.choice(["\u00e9", "\u20ac uro", "\u{1f600}", "\ud800", "\u0000\u001a\r"]);
		return String.fromCharCode(97 + source.below(26)).repeat(source.choice([1, 3, 85, 86, 255, 256, 300]));
	}
	#int(): Tagged {
		const source = this.#source;
		const near = source.choice([0, 255, 65535, 2 ** 31 - 1, -(2 ** 31), 256, 2 ** 40, 2 ** 52]) + source.below(5) - 2;
		if (source.below(5) > 0) return near;
		const large = (BigInt(source.below(2 ** 31)) << BigInt(source.choice([33, 64, 200, 2040]))) - 3n;
		return ["int", String(source.below(2) === 0 ? large : -large)];
	}
	#bytes(): string {
		const source = this.#source;
		return base64(Uint8Array.from({ length: source.choice([0, 1, 2, 3, 10, 255, 256]) }, () => source.below(256)));
	}
	#scalar(): Tagged {
		const source = this.#source;
		switch (source.below(9)) {
			case 0:
				return source.choice([null, true, false]);
			case 1:
				return [
					"float",
					source.choice([
						"0.0",
						"-0.0",
						"1.0",
						"1.5",
						"-2.25",
						"1e+16",
						"1e-07",
						"0.1",
						"1.7976931348623157e+308",
						"inf",
						"nan",
					]),
				];
			case 2:
				return ["bytes", this.#bytes()];
			case 3:
			case 4:
			case 5:
				return this.#int();
			default:
				return this.#text();
		}
	}
	#library(): Tagged {
		const source = this.#source;
		const n = (from: number, to: number): number => from + source.below(to - from + 1);
		const date = (): Tagged[] => [n(1, 9999), n(1, 12), n(1, 28)];
		const clock = (): Tagged[] => [
			n(0, 23),
			n(0, 59),
			n(0, 59),
			source.choice([0, n(0, 999_999)]),
			source.choice([0, 0, 1]),
			null,
		];
		return source.choice<() => Tagged>([
			() => ["date", ...date()],
			() => ["time", ...clock()],
			() => ["datetime", ...date(), ...clock()],
			() => ["timedelta", n(-1000, 1000), n(0, 86_399), n(0, 999_999)],
			() => ["decimal", source.choice(["1.50", "-0", "NaN", "1E+20", "Infinity", "12345678901234567890.1"])],
			() => ["fraction", n(-50, 50), source.choice([1, 7, 11, 13].filter((d) => d > 0))],
			() => ["complex", "1.5", source.choice(["-0.0", "2.0"])],
			() => ["range", n(-5, 5), n(-5, 500), source.choice([1, 2, -3])],
			() => ["slice", n(0, 5), null, source.choice([null, 1])],
			() => ["ellipsis"],
			() => ["global", "collections", "OrderedDict"],
			() => ["uuid", "0123456789abcdef0123456789abcdef"],
			() => ["array", source.choice(["i", "B", "h"]), n(0, 100), n(0, 100)],
			() => ["exception", source.choice(["ValueError", "KeyError"]), [this.#scalar()]],
			// Python has one object for all equal patterns.
			() => ["pattern", `a{${this.#marks},${++this.#marks}}`, 32],
		])();
	}
}
