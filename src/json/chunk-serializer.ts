/** The machine that writes JSON text value by value, in the chunks of Python's `iterencode`. */
import { brandOf } from "../values/brand.ts";
import { DICT, type Level } from "./levels.ts";
import { Serializer, type SerializerSettings } from "./serializer.ts";

/** Writes one value, and marks where Python's chunks end. */
export class ChunkSerializer extends Serializer {
	/** Where the chunks end, counted in the text to be taken next. */
	readonly marks: number[] = [];
	readonly #keySeparator: string;

	constructor(settings: SerializerSettings, value: unknown) {
		super(settings, value, false);
		this.#keySeparator = settings.keySeparator;
	}

	protected override mark(): void {
		this.marks.push(this.writer.length);
	}

	/** Writes one value, and marks the chunks before it. */
	protected override fill(level: Level): void {
		const index = level.next++;
		const value = level.values[index];
		if (level.kind === DICT) {
			if ((value === undefined && level.isPlain) || !this.#key(level, level.keys[index])) return;
		} else {
			this.separate(level);
			if (typeof value === "object" && value !== null && brandOf(value) !== "float") this.mark();
		}
		if (this.value(value)) this.mark();
	}

	/** Writes what comes before a value in an object; false to leave the entry out. */
	#key(level: Level, key: unknown): boolean {
		const text = this.keyText(key);
		if (text === undefined) return false;
		if (this.beginEntry(level)) this.mark();
		this.writer.string(text);
		this.mark();
		this.writer.raw(this.#keySeparator);
		this.mark();
		return true;
	}
}
