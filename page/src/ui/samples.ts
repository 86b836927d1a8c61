/** The files that can be tried without having one. */
import type { Key } from "../words/en.ts";
import type { IconName } from "./icons.tsx";

export interface Sample {
	readonly file: string;
	readonly title: Key;
	readonly about: Key;
	readonly icon: IconName;
}

export const SAMPLES: readonly Sample[] = [
	{ file: "records.pkl", title: "sample.records", about: "sample.records.about", icon: "file" },
	{ file: "frame.pkl", title: "sample.frame", about: "sample.frame.about", icon: "file" },
	{ file: "field.npy", title: "sample.array", about: "sample.array.about", icon: "file" },
	{ file: "network.pt", title: "sample.torch", about: "sample.torch.about", icon: "file" },
	{ file: "forest.joblib", title: "sample.model", about: "sample.model.about", icon: "file" },
	{ file: "malicious.pkl", title: "sample.hostile", about: "sample.hostile.about", icon: "warn" },
];
