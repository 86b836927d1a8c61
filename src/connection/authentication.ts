/**
 * The challenge of `multiprocessing.connection`: each side proves by an HMAC that it has the key. Pythons up to 3.11 use MD5
 * and bare messages; 3.12 and newer name the digest in braces before message and answer, and speak to old ones as they do.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { PyError } from "../errors.ts";

/** Python's `multiprocessing.AuthenticationError`: the other side does not have the key, or does not speak the protocol. */
export class AuthenticationError extends PyError {
	static override readonly pythonName: string = "AuthenticationError";
}

/** The part of a connection that the handshake needs. */
export interface Channel {
	sendBytes(message: Uint8Array): Promise<void>;
	recvBytes(limit: number): Promise<Uint8Array>;
}

const CHALLENGE = "#CHALLENGE#";
const WELCOME = "#WELCOME#";
const FAILURE = "#FAILURE#";
/** Python's digests, by the name in braces, and Node's. */
const DIGESTS: ReadonlyMap<string, string> = new Map([
	["md5", "md5"],
	["sha256", "sha256"],
	["sha384", "sha384"],
	["sha3_256", "sha3-256"],
	["sha3_384", "sha3-384"],
]);
/** Most bytes of a message of the handshake. */
const MOST = 256;
/** Random bytes of a challenge; old Pythons have 20, and those of other lengths are not mistaken for them. */
const RANDOM = 40;
const OLD_CHALLENGE = 20;
const OLD_ANSWER = 16;

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const refuse = (message: string): never => {
	throw new AuthenticationError(message, { code: "authentication" });
};

/** The digest that a message names, or undefined for one of an old Python. */
function digestOf(message: Uint8Array): { readonly name: string | undefined; readonly payload: Uint8Array } {
	if (message.length === OLD_CHALLENGE || message.length === OLD_ANSWER) return { name: undefined, payload: message };
	const text = ascii(message.subarray(0, 12));
	const end = text.indexOf("}");
	const name = text.slice(1, end);
	if (text[0] !== "{" || end < 0 || !DIGESTS.has(name)) {
		return refuse("unsupported message length, missing digest prefix, or unsupported digest");
	}
	return { name, payload: message.subarray(end + 1) };
}

function hmac(name: string, key: Uint8Array, message: Uint8Array): Uint8Array {
	try {
		return createHmac(DIGESTS.get(name) as string, key)
			.update(message)
			.digest();
	} catch {
		return refuse(`the digest ${name} is not available here`);
	}
}

/**
 * Asks the other side to prove that it has the key.
 *
 * @throws AuthenticationError (`authentication`) when it does not
 */
export async function deliverChallenge(channel: Channel, key: Uint8Array): Promise<void> {
	const random = randomBytes(RANDOM);
	const message = new Uint8Array(8 + RANDOM);
	message.set(bytesOf("{sha256}"));
	message.set(random, 8);
	await channel.sendBytes(new Uint8Array([...bytesOf(CHALLENGE), ...message]));
	const answer = await channel.recvBytes(MOST);
	try {
		const { name, payload } = digestOf(answer);
		const expected = hmac(name ?? "md5", key, message);
		if (expected.length !== payload.length || !timingSafeEqual(expected, payload)) refuse("digest received was wrong");
	} catch (error) {
		await channel.sendBytes(bytesOf(FAILURE));
		throw error;
	}
	await channel.sendBytes(bytesOf(WELCOME));
}

/**
 * Proves to the other side that this one has the key.
 *
 * @throws AuthenticationError (`authentication`) when the other side does not take it
 */
export async function answerChallenge(channel: Channel, key: Uint8Array): Promise<void> {
	const asked = await channel.recvBytes(MOST);
	if (ascii(asked.subarray(0, CHALLENGE.length)) !== CHALLENGE) refuse("protocol error, expected challenge");
	const message = asked.subarray(CHALLENGE.length);
	if (message.length < OLD_CHALLENGE) refuse(`challenge too short: ${message.length} bytes`);
	const { name } = digestOf(message);
	const digest = hmac(name ?? "md5", key, message);
	await channel.sendBytes(name === undefined ? digest : new Uint8Array([...bytesOf(`{${name}}`), ...digest]));
	if (ascii(await channel.recvBytes(MOST)) !== WELCOME) refuse("digest sent was rejected");
}
