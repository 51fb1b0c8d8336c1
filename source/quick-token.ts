import process from 'node:process';
import {createCredentialStore} from './adapters/credential-store.ts';
import {createSettingsStore} from './adapters/settings-store.ts';
import {withOutput, writeAtOnce, writeNote, writeOut} from './adapters/stdio.ts';
import {defaultFolder} from './adapters/store-folder.ts';
import {readStorageChoice} from './adapters/store-kind.ts';
import {tightenRights} from './adapters/store-rights.ts';
import {defaultMinTtlMs, isFresh} from './core/oauth/session.ts';
import {problem} from './core/problem.ts';
import {chosenProfile} from './core/profiles/profile-name.ts';
import {failure} from './core/result.ts';
import {epochMs} from './core/time.ts';
import {createProfiles} from './session/profiles.ts';

/**
 * `anaplan-tui token` where there is nothing to do but to read: a token that is fresh, in a file that
 * is not sealed. Prints it and gives the exit code. Gives undefined for everything else, having changed nothing:
 * then the whole program does the work, and says what is wrong. Scripts ask for a token often, and
 * this takes half the time.
 */
export async function quickToken(): Promise<number | undefined> {
	const variables = process.env;
	const folder = defaultFolder(variables, process.platform);
	if (folder === '' || !readStorageChoice(variables).ok) {
		return undefined;
	}

	const settings = createSettingsStore({folder});
	const credentials = createCredentialStore({folder});
	const current = await settings.currentProfile();
	const names = await settings.profiles();
	if (!current.ok || !names.ok) {
		return undefined;
	}

	const stored = {current: current.value, names: names.value};
	const choice = chosenProfile(variables, undefined, stored);
	if (!choice.ok) {
		return undefined;
	}

	const lock = {hold: async () => failure(problem('store_busy'))};
	const profile = await createProfiles(
		{settings, credentials, lock},
		choice.value.name,
		variables,
	).load();
	const session = profile.ok ? profile.value.signedIn?.session : undefined;
	if (!session || !isFresh(session, epochMs(Date.now()), defaultMinTtlMs)) {
		return undefined;
	}

	const line = `${session.accessToken.reveal()}\n`;
	const notices = tightenRights(folder);
	const rest = notices.length === 0 ? writeAtOnce(line) : line;
	return rest.length === 0
		? 0
		: withOutput(async () => {
				for (const notice of notices) {
					writeNote(`anaplan-tui: ${notice}`);
				}

				await writeOut(rest);
				return 0;
			});
}
