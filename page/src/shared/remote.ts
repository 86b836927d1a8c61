/** A file of the site of which parts are fetched when they are wanted. It has as much of a `Blob` as the page uses. */

/** A remote file as it is posted. */
export interface RemoteFile {
	readonly url: string;
	readonly size: number;
}

class RemoteBlob {
	readonly size: number;
	readonly type = "";
	readonly #url: string;
	readonly #start: number;
	constructor(url: string, start: number, size: number) {
		this.#url = url;
		this.#start = start;
		this.size = size;
	}
	slice(start = 0, end: number = this.size): RemoteBlob {
		const from = Math.max(0, Math.min(start, this.size));
		return new RemoteBlob(this.#url, this.#start + from, Math.max(0, Math.min(end, this.size) - from));
	}
	async arrayBuffer(): Promise<ArrayBuffer> {
		if (this.size === 0) return new ArrayBuffer(0);
		const response = await fetch(this.#url, {
			headers: { range: `bytes=${this.#start}-${this.#start + this.size - 1}` },
			redirect: "error",
		});
		if (response.status !== 206) throw new Error(`the server answered ${response.status}`);
		return response.arrayBuffer();
	}
	async text(): Promise<string> {
		return new TextDecoder().decode(await this.arrayBuffer());
	}
}

/** A remote file in the place of a blob. */
export function asBlob(file: Blob | RemoteFile): Blob {
	return file instanceof Blob ? file : (new RemoteBlob(file.url, 0, file.size) as unknown as Blob);
}

/** Bytes that can be posted: those of a remote file are fetched. */
export async function postable(blob: Blob): Promise<Blob> {
	return blob instanceof Blob ? blob : new Blob([await (blob as Blob).arrayBuffer()]);
}
