// `dumps` returns, `dump` writes: a string for json, bytes for pickle, or the same into anything file-like.
import { json, pickle } from "brine";

const bob = { name: "bob", age: 20, score: 88 };
console.log(json.dumps(bob));
console.log(Buffer.from(pickle.dumps(bob, { protocol: 3 })).toString("hex"));

const written = [];
json.dumpSync(bob, { write: (chunk) => written.push(chunk) });
console.log(written.join(""));

await pickle.dump(bob, { write: (chunk) => console.log(`${chunk.length} bytes`) });

// A file that was opened but never written to:
try {
	await pickle.load(new Blob([]));
} catch (error) {
	console.log(`${error.name}: ${error.message}`);
}
