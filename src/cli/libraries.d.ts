/** What of libraries without types is used. */
declare module "seek-bzip" {
	interface Input {
		readByte(): number;
		eof(): boolean;
	}
	interface Output {
		writeByte(byte: number): void;
	}
	export default class Bunzip {
		constructor(input: Input, output: Output);
		readonly reader: { read(bits: number): number };
		readonly streamCRC: number;
		_init_block(): boolean;
		_read_bunzip(): void;
		_start_bunzip(input: Input, output: Output): void;
	}
}
