import {type Client, draftOf} from '../oauth/client.ts';
import type {Session} from '../oauth/session.ts';
import type {Problem} from '../problem.ts';
import {stay} from '../step.ts';
import type {Attempt, Notice, Recovery, Step} from './flow.ts';

/** What every state of a sign-in that has begun knows. */
export type Begun = {readonly attempt: Attempt; readonly client: Client};

/** Back to the settings, as they were for this attempt. */
export const backToSetup = ({attempt, client}: Begun, notice?: Notice): Step =>
	stay({status: 'setup', attempt, draft: draftOf(client), ...(notice && {notice})});

/** The way of every grant once the tokens are there: on disk before anything else uses them. */
export const storeTokens = ({attempt, client}: Begun, session: Session): Step => [
	{status: 'exchanging', attempt, client, step: {kind: 'storingTokens', session}},
	[{type: 'saveSession', attempt, client, session}],
];

/** The sign-in came to nothing, or has not come to its end; `recovery` is what may be repeated. */
export const failed = (
	{attempt, client}: Begun,
	problem: Problem,
	recovery: Recovery = {kind: 'newSignIn'},
): Step => stay({status: 'signInFailed', attempt, client, problem, recovery});
