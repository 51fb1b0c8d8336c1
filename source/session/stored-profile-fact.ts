import type {GrantType} from '../core/oauth/client.ts';
import type {Intent, StoredProfile} from '../core/sign-in/flow.ts';
import type {Profiles} from './profiles.ts';

/**
 * What the flow is told of the stored profile. A stored session counts only where the screens
 * resume; a parked one wherever a sign-in is gone on with, unless it is for the other grant.
 */
export async function storedProfile(
	profiles: Profiles,
	intent: Intent = 'resume',
	grant?: GrantType,
): Promise<StoredProfile> {
	const loaded = await profiles.load(grant);
	const {draft, client, signedIn, parked, user, autoRefresh, rotation} = loaded.ok
		? loaded.value
		: await profiles.salvage(grant);
	const resumed = intent === 'resume' ? signedIn : undefined;
	const usedClient = resumed?.client ?? client;
	const isWanted = intent !== 'review' && (grant === undefined || grant === parked?.client.grant);
	return {
		draft,
		...(usedClient && {client: usedClient}),
		...(resumed && {session: resumed.session}),
		...(parked && isWanted && {parked}),
		...(user && {user}),
		autoRefresh,
		...(rotation && {rotation}),
		...(!loaded.ok && {problem: loaded.problem}),
	};
}
