import {answerIn} from '../core/oauth/callback.ts';
import type {Secret} from '../core/secret.ts';
import type {Authorizing, AwaitingCallback, Capture, State} from '../core/sign-in/flow.ts';
import type {CallbackListener, Clipboard, Clock} from './ports.ts';
import type {SignIn} from './sign-in.ts';

type Ports = {
	readonly callbackListener: CallbackListener;
	readonly clipboard: Pick<Clipboard, 'read'>;
	readonly clock: Pick<Clock, 'everySecond'>;
};

type Waiting = Authorizing | AwaitingCallback;
type Dispatch = SignIn['dispatch'];

const waitingIn = (state: State): Waiting | undefined =>
	state.status === 'authorizing' || state.status === 'awaitingCallback' ? state : undefined;

/**
 * While an address is awaited, listens for it on this computer and looks at the clipboard; follows
 * the state and nothing else, so that leaving it by whichever way ends both. Returns how to stop.
 */
export function captureCallbacks(
	store: SignIn,
	ports: Ports,
	ways: {readonly clipboard: boolean},
): () => void {
	let listening: {readonly attempt: number; readonly end: () => void} | undefined;
	let watching: {readonly attempt: number; readonly end: () => void} | undefined;

	const follow = () => {
		const waiting = waitingIn(store.getState());
		if (listening?.attempt !== waiting?.attempt) {
			listening?.end();
			listening = waiting && {
				attempt: waiting.attempt,
				end: listen(waiting, ports, store.dispatch),
			};
		}

		const watched = ways.clipboard && waiting?.capture.clipboard !== 'off' ? waiting : undefined;
		if (watching?.attempt !== watched?.attempt) {
			watching?.end();
			watching = watched && {attempt: watched.attempt, end: watch(watched, ports, store.dispatch)};
		}
	};

	const stop = store.subscribe(follow);
	follow();
	return () => {
		stop();
		listening?.end();
		watching?.end();
	};
}

const changed = (attempt: number, capture: Partial<Capture>) =>
	({type: 'captureChanged', attempt, capture}) as const;

function listen({attempt, request}: Waiting, ports: Ports, dispatch: Dispatch): () => void {
	let isOver = false;
	let close = () => {};
	const opening = ports.callbackListener.listen(request.redirectUri, {
		judge: query => answerIn(query, request),
		captured: text => dispatch({type: 'callbackCaptured', attempt, text}),
		expired: () => {
			const reason = 'it was open for 10 minutes';
			dispatch(changed(attempt, {loopback: {kind: 'closed', reason}}));
		},
	});
	void opening.then(opened => {
		if (!opened.ok) {
			const reason = opened.problem.message;
			dispatch(changed(attempt, {loopback: {kind: 'closed', reason}}));
			return;
		}

		if (isOver) {
			opened.value.close();
			return;
		}

		close = opened.value.close;
		const {port, needsBookmarklet} = opened.value;
		dispatch(changed(attempt, {loopback: {kind: 'listening', port, needsBookmarklet}}));
	});
	return () => {
		isOver = true;
		close();
	};
}

/** An empty clipboard is a failure to some helpers, so one that fails is asked again, but more seldom. */
const secondsAfterFailure = 5;

function watch({attempt, request}: Waiting, ports: Ports, dispatch: Dispatch): () => void {
	let isOver = false;
	let told: Capture['clipboard'] = 'trying';
	let isLooking = false;
	let pause = 0;
	const look = async () => {
		isLooking = true;
		const text = await ports.clipboard.read();
		isLooking = false;
		if (isOver) {
			return;
		}

		pause = text.ok ? 0 : secondsAfterFailure - 1;
		const clipboard = text.ok ? 'watching' : 'unavailable';
		if (clipboard !== told) {
			told = clipboard;
			dispatch(changed(attempt, {clipboard}));
		}

		// Only a whole address with our state is looked at twice; a query might be anything. A refusal
		// that lies on the clipboard would be told again and again.
		if (text.ok && isAddress(text.value) && answerIn(text.value, request) === 'code') {
			end();
			dispatch({type: 'callbackCaptured', attempt, text: text.value});
		}
	};

	// Not by sleeping: that would keep the process from ending.
	const stopClock = ports.clock.everySecond(() => {
		if (pause > 0) {
			pause -= 1;
		} else if (!isLooking) {
			void look();
		}
	});
	const end = () => {
		isOver = true;
		stopClock();
	};

	void look();
	return end;
}

const isAddress = (text: Secret): boolean => /^\s*["'<(]?https?:\/\//i.test(text.reveal());
