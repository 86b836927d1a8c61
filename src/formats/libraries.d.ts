/** Types of the libraries that unpack bzip2 and xz, which have none of their own or need those of pages. */
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
declare module "xz-decompress/dist/package/xz-decompress.js" {
	/** The exports of the WebAssembly module. */
	export interface XzModule {
		readonly memory: { readonly buffer: ArrayBuffer };
		create_context(): number;
		supply_input(context: number, length: number): void;
		get_next_output(context: number): number;
	}
	const library: {
		readonly XzReadableStream: {
			/** The module that was made last. */
			_moduleInstance: { readonly exports: XzModule };
			/** Makes a module. */
			_getModuleInstance(): Promise<void>;
		};
	};
	export default library;
}
