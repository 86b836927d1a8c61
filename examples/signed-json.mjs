// A signature over JSON that Python checks: hmac over json.dumps(data, sort_keys=True).
import { createHmac } from "node:crypto";
import { json } from "brine";

const sign = (value) =>
	createHmac("sha256", "secret")
		.update(json.dumps(value, { sortKeys: true }))
		.digest("hex");

// Exact mode: what Python wrote as 1.0 must be signed as 1.0.
const received = '{"price": 1.0, "id": 505874924095815681, "who": "Zoë"}';
console.log(json.dumps(json.loads(received, { mode: "exact" }), { sortKeys: true }));
console.log(sign(json.loads(received, { mode: "exact" })));
