/** Index keys of an object that is being read: those of a large one wait until it is complete. */
import { IndexBuffer, indexOf, keepInTable } from "../../values/own-property.ts";

/** So many keys of an object, all of them indexes in no order, are there before the others wait. */
const EARLY = 32;

/** With more places than these for each key a table is smaller than an array. */
const MOST_PLACES = 4;

/**
 * The index keys of an object that are known. JavaScript has no order of them, so that they can be put in by size in
 * the end: then those that are near to each other go to an array, whatever order they came in.
 *
 * PERF(bench: json wide): shuffled or descending keys in a third of what a table takes.
 */
export class LateIndexBuffer extends IndexBuffer {
	#indexes: number[] | undefined;
	#values: unknown[] = [];
	#largest = 0;

	/** Whether keys wait. */
	get waits(): boolean {
		return this.#indexes !== undefined;
	}
	/** Has further keys wait if the object has this many already, and no others; whether they do. */
	wait(object: Record<string, unknown>, count: number): boolean {
		if (count !== EARLY || !this.isTable) return false;
		const keys = Object.keys(object);
		for (const key of keys) if (indexOf(key) < 0) return false;
		this.#indexes = [];
		for (const key of keys) this.put(object, Number(key), object[key]);
		return true;
	}
	/** Sets an index in the object, or keeps it until the end. */
	put(object: Record<number, unknown>, index: number, value: unknown): void {
		if (this.#indexes === undefined) {
			this.prepare(object, index);
			object[index] = value;
		} else {
			if (index > this.#largest) this.#largest = index;
			this.#indexes.push(index);
			this.#values.push(value);
		}
	}
	/**
	 * Sets what waits in an object that has no index keys; of equal ones the last.
	 *
	 * @param isWhole whether no other keys come
	 */
	flush(target: object, isWhole: boolean): void {
		const object = target as Record<number, unknown>;
		const indexes = this.#indexes ?? [];
		const values = this.#values;
		this.#indexes = undefined;
		this.#values = [];
		if (this.#largest > MOST_PLACES * indexes.length) {
			keepInTable(target);
			for (let i = 0; i < indexes.length; i++) object[indexes[i] as number] = values[i];
			return;
		}
		const places = new Int32Array(this.#largest + 1);
		for (let i = 0; i < indexes.length; i++) places[indexes[i] as number] = i + 1;
		const room = new IndexBuffer();
		for (let index = 0; index < places.length; index++) {
			const place = places[index] as number;
			if (place === 0) continue;
			room.prepare(target, index);
			object[index] = values[place - 1];
		}
		if (!isWhole) keepInTable(target);
	}
}
