import {type ExitCode, problem} from '../core/problem.ts';
import {success} from '../core/result.ts';
import {signedOutWords} from '../core/sign-in/signed-in-flow.ts';
import type {Desk} from '../session/desk.ts';
import {logOut} from '../session/log-out.ts';
import type {Profile} from '../session/profiles.ts';
import {fail, finish} from './command.ts';

/** Ends the access token at Anaplan, then forgets it here; `locally` only forgets. */
export async function logout(desk: Desk, how: 'atAnaplan' | 'locally'): Promise<ExitCode> {
	const {profiles} = desk;
	const profile = await profiles.load();
	if (!profile.ok) {
		return fail(desk, profile.problem);
	}

	const known = signInOf(profile.value) ?? (await rescued(desk));
	if (!known) {
		return fail(desk, problem('not_signed_in', {cause: 'There is no sign-in to end here.'}));
	}

	const ended = how === 'atAnaplan' ? await logOut(desk) : await profiles.forgetSession();
	if (!ended.ok) {
		const {hint, code} = ended.problem;
		// What cannot be stored cannot be forgotten either.
		const canForget = how === 'atAnaplan' && !code.startsWith('store_');
		return fail(desk, {
			...ended.problem,
			hint: canForget
				? `${hint} To forget it on this computer only: anaplan-tui logout --local.`
				: hint,
		});
	}

	return finish(desk, success(how), {
		json: () => ({profile: profiles.name, signedOut: how}),
		text: () => signedOutWords(how, known.session.refreshToken !== undefined),
	});
}

const signInOf = ({signedIn, parked}: Profile) => signedIn ?? parked;

/** A sign-in whose writer was killed comes to light under the lock. */
async function rescued({ports: {credentials, lock}, profiles}: Desk) {
	const isThereAFile = credentials.storage().planned === undefined;
	const found = isThereAFile ? await lock.hold(async () => profiles.load()) : undefined;
	return found?.ok ? signInOf(found.value) : undefined;
}
