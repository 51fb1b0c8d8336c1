import type {Randomness} from '../session/ports.ts';
import {crypto} from './builtins.ts';

/** The system's random generator; 32 bytes make a `state` of 43 characters that nobody can guess. */
export function createRandomness(): Randomness {
	return {oauthState: () => crypto().randomBytes(32).toString('base64url')};
}
