/** What of libraries without types is used. */
declare module "seek-bzip" {
	class Stream {
		readByte(): number;
		eof(): boolean;
		writeByte(byte: number): void;
	}
	export default class Bunzip {
		static readonly Stream: typeof Stream;
		constructor(input: Stream, output: Stream);
		readonly reader: { read(bits: number): number };
		readonly streamCRC: number;
		_init_block(): boolean;
		_read_bunzip(): void;
		_start_bunzip(input: Stream, output: Stream): void;
	}
}
