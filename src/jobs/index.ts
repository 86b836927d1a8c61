/**
 * Many files on many machines: plans, and shards as jobs of BullMQ.
 *
 * @module brine/jobs
 */

export type { Manifest, ManifestEntry } from "./manifest.ts";
export type { PartSummary } from "./parts.ts";
export { type PlanOptions, plan } from "./plan.ts";
export {
	type JobData,
	type JobLike,
	type QueueLike,
	type QueueStatus,
	type ShardProgress,
	type SubmitOptions,
	status,
	submit,
} from "./queue.ts";
export type { ItemLimits, Task, TaskOptions } from "./settings.ts";
export {
	type QueueWorker,
	type WorkerLike,
	type WorkerSettings,
	type WorkHandler,
	type WorkItem,
	type WorkOptions,
	work,
} from "./work.ts";
