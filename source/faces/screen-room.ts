import type {GrantType} from '../core/oauth/client.ts';
import type {Intent} from '../core/sign-in/flow.ts';
import {type Answer, answerYes} from '../session/answer-yes.ts';
import {type Browse, openBrowse} from '../session/browse.ts';
import {captureCallbacks} from '../session/capture.ts';
import type {Clock, Storage} from '../session/ports.ts';
import type {SessionKeeper} from '../session/session-keeper.ts';
import {openSignIn, type SignIn} from '../session/sign-in.ts';
import {watchStore} from '../session/watch-store.ts';
import type {Workshop} from '../session/workshop.ts';
import {createLeaving} from './leaving.ts';

/** What the screens show and do for one profile, for as long as they are in it. */
export type ScreenRoom = {
	readonly profile: string;
	/** Where its tokens are kept, in words. */
	readonly storedIn: string;
	readonly signIn: SignIn;
	readonly browse: Browse;
	/** Whether a refresh is under way, which has to be stored before the process ends. */
	isRefreshing(): boolean;
	/** Whether a logout is under way. */
	isChanging(): boolean;
	/** Ends what is under way for nobody any more; but for a refresh, and for a logout unless it was left by Ctrl+C. */
	leave(): void;
	/** Waits for a logout no longer. */
	giveUp(): void;
};

/** How a sign-in begins: what is wished, and the grant, else that of the stored client. */
export type Beginning = {
	readonly intent: Intent;
	readonly grant?: GrantType | undefined;
	/** Whether someone else may take the profile. Default: to be asked. */
	readonly answer?: Answer | undefined;
};

/** Begins the sign-in flow of a profile, with the clock, the store and the ways back that feed it. */
export function openRoom(
	workshop: Workshop,
	{intent, grant, answer}: Beginning,
	failed: (error: unknown) => void,
): ScreenRoom {
	const {ports, profiles, keeper, parkedKeeper} = workshop;
	// A refresh is not given the signal: the keeper asks for it by itself.
	const leaving = createLeaving(ports);
	const {http, lock} = leaving;
	const clock: Clock = {
		...ports.clock,
		sleep: async (ms, signal = leaving.signal) => ports.clock.sleep(ms, signal),
	};
	let refreshes = 0;
	const counted = async <Value>(work: Promise<Value>): Promise<Value> => {
		refreshes += 1;
		try {
			return await work;
		} finally {
			refreshes -= 1;
		}
	};

	const counting = (asked: SessionKeeper): SessionKeeper => ({
		fresh: async minTtlMs => counted(asked.fresh(minTtlMs)),
		refreshed: async observed => counted(asked.refreshed(observed)),
	});
	const used = {
		...workshop,
		ports: {...ports, http, lock, clock},
		keeper: counting(keeper),
		parkedKeeper: counting(parkedKeeper),
	};
	const signIn = openSignIn(used, failed);
	const browse = openBrowse(used, signIn, failed);
	const stops = [
		ports.clock.everySecond(() => {
			signIn.dispatch({type: 'secondPassed'});
		}),
		watchStore(workshop, signIn),
		captureCallbacks(signIn, ports, {clipboard: true}),
		...(answer === 'yes' ? [answerYes(signIn)] : []),
	];
	signIn.dispatch({type: 'started', intent, grant});
	return {
		profile: profiles.name,
		// A sign-in may make the file another one.
		get storedIn() {
			return storageWords(ports.credentials.storage());
		},
		signIn,
		browse,
		isRefreshing: () => refreshes > 0,
		isChanging: leaving.isChanging,
		giveUp: leaving.giveUp,
		leave() {
			for (const stop of stops) {
				stop();
			}

			browse.leave();
			if (isHurried(signIn)) {
				leaving.giveUp();
			} else {
				leaving.leave();
			}
		},
	};
}

/** Whether the program was left by a key that waits for nothing that can be done again. */
export function isHurried({getState}: Pick<SignIn, 'getState'>): boolean {
	const state = getState();
	return state.status === 'closed' && state.exitCode !== 0;
}

const storageWords = ({kind, path, unsealed}: Storage): string =>
	({
		memory: 'memory only; nothing is kept',
		file: `private file ${path}${unsealed ? ', for no keychain answered' : ''}`,
		sealed: `sealed file ${path}`,
	})[kind];
