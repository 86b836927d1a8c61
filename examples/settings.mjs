// Settings saved to a file and read again, in both formats.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dumpFile, loadFile } from "brine/node";

const folder = await mkdtemp(join(tmpdir(), "settings-"));
const settings = {
	theme: "dark",
	size: 14,
	recent: ["a.txt", "b.txt"],
	window: { width: 1280.5, full: false },
	token: null,
};

// Python: pickle.dump(settings, open("settings.pkl", "wb"))
await dumpFile(settings, join(folder, "settings.pkl"));
console.log(await loadFile(join(folder, "settings.pkl")));

// Python: json.dump(settings, open("settings.json", "w"))
await dumpFile(settings, join(folder, "settings.json"));
console.log(await loadFile(join(folder, "settings.json")));
await rm(folder, { recursive: true });
