import type {Client} from '../oauth/client.ts';
import type {Session} from '../oauth/session.ts';
import type {Attempt, Step} from './flow.ts';

/** The way of every grant once the tokens are there: on disk before anything else uses them. */
export const storeTokens = (
	{attempt, client}: {readonly attempt: Attempt; readonly client: Client},
	session: Session,
): Step => [
	{status: 'exchanging', attempt, client, step: {kind: 'storingTokens', session}},
	[{type: 'saveSession', attempt, client, session}],
];
