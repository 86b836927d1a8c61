// JSON is the form that every language reads: what each JSON form is here and in Python.
import { json, repr } from "brine";

for (const text of ["{}", "[]", '"string"', "1234.56", "1234", "9007199254740993", "true", "false", "null"]) {
	const value = json.loads(text);
	console.log(`${text.padEnd(18)} Python ${repr(value).padEnd(18)} JavaScript ${typeof value}`);
}
