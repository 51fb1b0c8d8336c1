import type {Credentials, Settings} from './ports.ts';
import type {Profiles} from './profiles.ts';
import type {SignIn} from './sign-in.ts';

type Files = {readonly credentials: Credentials; readonly settings: Settings};

/**
 * Calls back after a file of the store was changed, by whomever; returns how to stop. Both files, for
 * a first sign-in writes its tokens before its settings: who has looked between the two looks again.
 */
export function watchFiles({credentials, settings}: Files, changed: () => void): () => void {
	const stops = [credentials, settings].map(file => file.watch(changed));
	return () => {
		for (const stop of stops) {
			stop();
		}
	};
}

/** Tells the flow what other processes have done to the stored sign-in; returns how to stop. */
export function watchStore(
	{ports, profiles}: {readonly ports: Files; readonly profiles: Profiles},
	store: Pick<SignIn, 'dispatch'>,
): () => void {
	const look = async () => {
		const profile = await profiles.load();
		// A file that cannot be read is told when it is needed; the session at hand still works.
		if (profile.ok) {
			const {signedIn, user, draft, rotation} = profile.value;
			const {session, client} = signedIn ?? {session: undefined};
			store.dispatch({type: 'storeChanged', session, client, user, draft, rotation});
		}
	};

	return watchFiles(ports, () => {
		look().catch(() => undefined);
	});
}
