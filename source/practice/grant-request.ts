import type {Twist} from './call.ts';

/** What a grant type gets to see: a client that has proved who it is, and the other parameters. */
export interface GrantRequest {
	readonly clientId: string;
	readonly parameters: ReadonlyMap<string, string>;
	readonly twist: Twist;
}
