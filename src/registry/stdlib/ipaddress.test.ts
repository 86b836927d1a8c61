import { describe, expect, test } from "vitest";
import { repr } from "../../values/repr.ts";
import { PyIP } from "./ipaddress.ts";

describe("PyIP", () => {
	test.each([
		["::", "::", 0n],
		["::1", "::1", 1n],
		["1::", "1::", 5192296858534827628530496329220096n],
		["1:0:0:2:0:0:0:3", "1:0:0:2::3", 5192296858534864522018643748323331n],
		["0:0:1:0:0:1:0:0", "::1:0:0:1:0:0", 1208925819614633469673472n],
		["1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8", 5192296862161678875758079345360904n],
		["::ffff:1.2.3.4", "::ffff:1.2.3.4", 281470698652420n],
		["64:ff9b::1.2.3.4", "64:ff9b::102:304", 524413980667603649783483181329154820n],
		["FE80::A", "fe80::a", 338288524927261089654018896841347694602n],
		["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0", 5192455318486707404433266433261568n],
		["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8", 158459951879775902770104041480n],
		["fe80::1%eth0", "fe80::1%eth0", 338288524927261089654018896841347694593n],
	])("reads %s as Python does", (text, canonical, number) => {
		const address = new PyIP("IPv6Address", text);
		expect([String(address), address.int]).toEqual([canonical, number]);
	});
	test.each(["", ":", "1", "1:2", "1::2::3", "1:2:3:4:5:6:7:8:9", "::12345", "::g", ":::", "1:2:3:4:5:6:7:8::"])(
		"refuses %j for IPv6",
		(text) => {
			expect(() => new PyIP("IPv6Address", text)).toThrow("does not appear to be an IPv6Address");
		},
	);
	test.each(["::1.2.3.256", "::1.2.3", " ::1", "::1%", "%eth0", "1.2.3.4"])("refuses %j for IPv6", (text) => {
		expect(() => new PyIP("IPv6Address", text)).toThrow("does not appear");
	});
	test.each(["1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4 ", "1.2.3.00", "٣.1.1.1", "::1"])(
		"refuses %j for IPv4",
		(text) => {
			expect(() => new PyIP("IPv4Address", text)).toThrow("does not appear");
		},
	);
	test("has networks and interfaces", () => {
		expect(repr(new PyIP("IPv4Network", "192.0.2.0/24"))).toBe("IPv4Network('192.0.2.0/24')");
		expect(repr(new PyIP("IPv6Interface", "2001:db8::1/64"))).toBe("IPv6Interface('2001:db8::1/64')");
		expect(() => new PyIP("IPv4Network", "192.0.2.1/24")).toThrow("does not appear");
		expect(() => new PyIP("IPv4Network", "192.0.2.0/33")).toThrow("does not appear");
		expect(new PyIP("IPv4Address", 3221225985n).text()).toBe("192.0.2.1");
	});
	test("prints mapped addresses as the version does", () => {
		const mapped = new PyIP("IPv6Address", "::ffff:1.2.3.4");
		expect(repr(mapped, { pythonVersion: "3.12" })).toBe("IPv6Address('::ffff:102:304')");
		expect(repr(mapped, { pythonVersion: "3.13" })).toBe("IPv6Address('::ffff:1.2.3.4')");
	});
});
