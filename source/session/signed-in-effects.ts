import type {Result} from '../core/result.ts';
import type {Attempt, Fact} from '../core/sign-in/flow.ts';
import {copiedToken} from './copied-fact.ts';
import {logOut} from './log-out.ts';
import type {Profiles} from './profiles.ts';
import {refreshedFact} from './refreshed-fact.ts';
import {storedProfile} from './stored-profile-fact.ts';
import {tellUser} from './tell-user.ts';
import {validate} from './validate.ts';
import {type EffectHandlers, patient, patientFor} from './workshop.ts';

/** What a signed-in person, or the clock, asks for. */
export const signedInEffects = {
	copyAccessToken: async (effect, {ports}) => copiedToken(effect, ports),

	async fetchUser(effect, workshop, dispatch) {
		const {signIn} = effect;
		const busy = (waitMs: number) => dispatch({type: 'userWaitAsked', signIn, waitMs});
		return tellUser(effect, patient(workshop, busy), dispatch);
	},

	async saveUser({user}, {profiles}) {
		// Only for display in the next run; the user is fetched again then.
		await profiles.keepUser(user);
		return undefined;
	},

	async refresh({attempt, signIn, observed}, {keeper}) {
		const kept = await keeper.refreshed(observed);
		return kept.ok
			? refreshedFact(signIn, kept.value)
			: {type: 'sessionNotRefreshed', attempt, problem: kept.problem};
	},

	async validate({attempt, client, session}, workshop, dispatch) {
		const patiently = patientFor(attempt, workshop, dispatch);
		const validated = await validate(patiently, client, session);
		return validated.ok
			? {type: 'tokenValidated', attempt, session: validated.value.session}
			: {type: 'tokenNotValidated', attempt, problem: validated.problem};
	},

	// A preference that cannot be kept holds for this run; that is not worth a word.
	async saveAutoRefresh({autoRefresh}, {profiles}) {
		await profiles.keepPreferences({autoRefresh});
		return undefined;
	},

	async saveRotation({rotation}, {profiles}) {
		await profiles.keepPreferences({rotation});
		return undefined;
	},

	async logOut({attempt}, workshop) {
		return endedFact(attempt, await logOut(workshop), 'atAnaplan', workshop.profiles);
	},

	async forget({attempt}, {profiles}) {
		return endedFact(attempt, await profiles.forgetSession(), 'locally', profiles);
	},
} satisfies Partial<EffectHandlers>;

async function endedFact(
	attempt: Attempt,
	ended: Result<unknown>,
	how: 'atAnaplan' | 'locally',
	profiles: Profiles,
): Promise<Fact> {
	const {draft, session} = await storedProfile(profiles);
	if (!ended.ok) {
		return {type: 'notLoggedOut', attempt, problem: ended.problem, session};
	}

	return {type: 'loggedOut', attempt, draft, how};
}
