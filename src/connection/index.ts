/**
 * Python's `multiprocessing.connection` for Node, and messages after their length.
 *
 * @module brine/connection
 */

export type { Address } from "./address.ts";
export { AuthenticationError } from "./authentication.ts";
export { Client } from "./client.ts";
export type { Connection, WaitOptions } from "./connection.ts";
export type { FrameLength } from "./frame-reader.ts";
export { type FramesOptions, frames } from "./frames.ts";
export { Listener } from "./listener.ts";
export type { ConnectionOptions } from "./options.ts";
