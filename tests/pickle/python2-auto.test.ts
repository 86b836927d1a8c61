/** Pickles of CPython 2.7 with UTF-8 text, bytes and dates in one value, which no single codec reads. */
import { describe, expect, it } from "vitest";
import { pickle, repr } from "../../src/index.ts";

/**
 * `{"name": "Zo\xc3\xab", u"text": u"\u6f22", "raw": "\x00\xff\x80", "when": datetime(2020, 1, 2, 3, 4, 5, 678),
 * "day": date(1999, 12, 31), "clock": time(13, 14, 15), "plain": "abc", "lines": "a\nb\t"}` at protocols 0, 1, 2.
 */
const PICKLES = [
	"KGRwMApTJ3JhdycKcDEKUydceDAwXHhmZlx4ODAnCnAyCnNTJ25hbWUnCnAzClMnWm9ceGMzXHhhYicKcDQKc1MnY2xvY2snCnA1CmNkYXRldGltZQp0aW1lCnA2CihTJ1xyXHgwZVx4MGZceDAwXHgwMFx4MDAnCnA3CnRwOApScDkKc1MnbGluZXMnCnAxMApTJ2FcbmJcdCcKcDExCnNWdGV4dApwMTIKVlx1NmYyMgpwMTMKc1Mnd2hlbicKcDE0CmNkYXRldGltZQpkYXRldGltZQpwMTUKKFMnXHgwN1x4ZTRceDAxXHgwMlx4MDNceDA0XHgwNVx4MDBceDAyXHhhNicKcDE2CnRwMTcKUnAxOApzUydkYXknCnAxOQpjZGF0ZXRpbWUKZGF0ZQpwMjAKKFMnXHgwN1x4Y2ZceDBjXHgxZicKcDIxCnRwMjIKUnAyMwpzUydwbGFpbicKcDI0ClMnYWJjJwpwMjUKcy4=",
	"fXEAKFUDcmF3cQFVAwD/gHECVQRuYW1lcQNVBFpvw6txBFUFY2xvY2txBWNkYXRldGltZQp0aW1lCnEGKFUGDQ4PAAAAcQd0cQhScQlVBWxpbmVzcQpVBGEKYglxC1gEAAAAdGV4dHEMWAMAAADmvKJxDVUEd2hlbnEOY2RhdGV0aW1lCmRhdGV0aW1lCnEPKFUKB+QBAgMEBQACpnEQdHERUnESVQNkYXlxE2NkYXRldGltZQpkYXRlCnEUKFUEB88MH3EVdHEWUnEXVQVwbGFpbnEYVQNhYmNxGXUu",
	"gAJ9cQAoVQNyYXdxAVUDAP+AcQJVBG5hbWVxA1UEWm/Dq3EEVQVjbG9ja3EFY2RhdGV0aW1lCnRpbWUKcQZVBg0ODwAAAHEHhXEIUnEJVQVsaW5lc3EKVQRhCmIJcQtYBAAAAHRleHRxDFgDAAAA5ryicQ1VBHdoZW5xDmNkYXRldGltZQpkYXRldGltZQpxD1UKB+QBAgMEBQACpnEQhXERUnESVQNkYXlxE2NkYXRldGltZQpkYXRlCnEUVQQHzwwfcRWFcRZScRdVBXBsYWlucRhVA2FiY3EZdS4=",
];

describe('encoding: "auto"', () => {
	for (const [protocol, text] of PICKLES.entries()) {
		it(`reads each string as what it is, of protocol ${protocol}`, () => {
			const data = Buffer.from(text, "base64");
			const value = pickle.loads(data, { encoding: "auto" }) as Record<string, unknown>;
			expect(value["name"]).toBe("Zoë");
			expect(value["text"]).toBe("漢");
			expect(value["raw"]).toEqual(Uint8Array.of(0, 0xff, 0x80));
			expect([value["plain"], value["lines"]]).toEqual(["abc", "a\nb\t"]);
			expect(repr(value["when"])).toBe("datetime.datetime(2020, 1, 2, 3, 4, 5, 678)");
			expect(repr(value["day"])).toBe("datetime.date(1999, 12, 31)");
			expect(repr(value["clock"])).toBe("datetime.time(13, 14, 15)");
			for (const encoding of ["utf-8", "ASCII"])
				expect(() => pickle.loads(data, { encoding })).toThrow("codec can't decode");
		});
	}
	it("is bytes for what is not UTF-8 or has control characters, text for the rest", () => {
		const read = (bytes: number[]): unknown =>
			pickle.loads(Uint8Array.from([0x55, bytes.length, ...bytes, 0x2e]), { encoding: "auto" });
		expect(read([])).toBe("");
		expect(read([0x09, 0x0a, 0x0d, 0x20, 0x7e])).toBe("\t\n\r ~");
		for (const bytes of [[0], [0x1f], [0x7f], [0xff], [0xc3], [0xe2, 0x82], [0x61, 0x80]]) {
			expect(read(bytes)).toEqual(Uint8Array.from(bytes));
		}
		expect(read([0xe2, 0x82, 0xac])).toBe("€");
	});
});
