import {checkedUser, giveUpSignIn} from './check-user.ts';
import {storedProfile} from './stored-profile-fact.ts';
import {type EffectHandlers, patientFor} from './workshop.ts';

/** What becomes of a new sign-in that waits beside the old one. */
export const parkedEffects = {
	checkUser: async (effect, workshop, dispatch) =>
		checkedUser(effect, patientFor(effect.attempt, workshop, dispatch)),

	async takePlace({attempt, session, user, instead}, {profiles}) {
		const taken = await profiles.takePlace(session, user, instead);
		if (!taken.ok) {
			return {type: 'sessionNotSaved', attempt, problem: taken.problem};
		}

		return taken.value === 'superseded'
			? {type: 'signInLeft', attempt, profile: await storedProfile(profiles)}
			: {type: 'sessionSaved', attempt, ...taken.value};
	},

	async giveUpSignIn(effect, workshop) {
		const given = await giveUpSignIn(workshop, effect);
		return {
			type: 'signInLeft',
			attempt: effect.attempt,
			profile: await storedProfile(workshop.profiles),
			...(!given.ok && {problem: given.problem}),
		};
	},
} satisfies Partial<EffectHandlers>;
