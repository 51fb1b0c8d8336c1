import {isLoopback} from '../core/anaplan/region.ts';
import type {Refusal} from '../core/oauth/callback.ts';
import {refusalProblem} from '../core/oauth/refusal-problem.ts';
import {type Problem, problem} from '../core/problem.ts';
import type {Authorizing, State} from '../core/sign-in/flow.ts';
import {addressLines, refusalIn} from '../session/address-lines.ts';
import {captureCallbacks} from '../session/capture.ts';
import type {Desk, Io} from '../session/desk.ts';
import type {SignIn} from '../session/sign-in.ts';
import {leaving, reached} from '../session/store.ts';

/**
 * Prints the authorization URL and waits for the address that the browser ends on: from stdin, or, where
 * the redirect URI is on this computer, by itself. Gives why there is none when no more can come.
 */
export async function addressMissing(
	desk: Desk,
	store: SignIn,
	begun: Authorizing,
): Promise<Problem | undefined> {
	const {io} = desk;
	const stopCapture = await takeRedirect(desk, store, begun);
	try {
		const {url, redirectUri} = begun.request;
		io.note('Open this URL in a browser and sign in to Anaplan:');
		await io.out(`${url}\n`);
		io.note(`Then copy the whole address that the browser ends on; it begins with ${redirectUri}.`);
		io.note('Nothing of it will be shown. Paste it here and press Enter:');
		return await whyMissing(desk, store);
	} finally {
		stopCapture();
	}
}

/**
 * Where the redirect URI is on this computer, takes the browser's way back too. Returns how to stop,
 * once the listener is there: the URL must not be known before it is.
 */
async function takeRedirect(
	{ports, io}: Desk,
	store: SignIn,
	{request}: Authorizing,
): Promise<() => void> {
	if (!isLoopback(new URL(request.redirectUri))) {
		return () => undefined;
	}

	const telling: SignIn = {
		...store,
		dispatch(event) {
			store.dispatch(event);
			const refusal = event.type === 'callbackCaptured' ? refusalIn(store) : undefined;
			if (refusal) {
				io.note(`${refusal.message} ${refusal.hint}`);
			}
		},
	};
	const stop = captureCallbacks(telling, ports, {clipboard: false});
	await reached(
		store,
		state => state.status !== 'authorizing' || state.capture.loopback.kind !== 'off',
	);
	return stop;
}

async function whyMissing(desk: Desk, store: SignIn): Promise<Problem | undefined> {
	const {signal: arrived, stop} = leaving(store, isAwaiting);
	try {
		const refusal = arrived.aborted ? undefined : await readAddress(desk.io, store, arrived);
		if (!arrived.aborted && !refusal && !desk.io.isInputTerminal()) {
			await browserAlone(desk, store);
		}

		if (arrived.aborted) {
			return undefined;
		}

		// The browser may have brought Anaplan's refusal by itself.
		const last = refusal ?? refusalIn(store);
		return last
			? refusalProblem(last)
			: problem('cancelled', {message: 'No address was given, so there was no sign-in.'});
	} finally {
		stop();
	}
}

const isAwaiting = ({status}: State): boolean =>
	status === 'authorizing' || status === 'awaitingCallback';

/** Reads lines until an address in them is accepted; at the end of the input gives why what came was refused. */
async function readAddress(
	io: Io,
	store: SignIn,
	arrived: AbortSignal,
): Promise<Refusal | undefined> {
	const take = addressLines(store);
	let last: Refusal | undefined;
	const askAgain = () => io.note('Paste the address and press Enter:');
	for await (const line of io.lines(arrived, askAgain)) {
		if (line.trim() === '') {
			continue;
		}

		const refusal = take(line);
		if (refusal === undefined) {
			return undefined;
		}

		io.note(`${refusal.message} ${refusal.hint}`);
		askAgain();
		// What Anaplan answered says more than whatever was typed behind it.
		last = last?.error === undefined || refusal.error !== undefined ? refusal : last;
	}

	return last;
}

/**
 * Without an input that could bring the address, a program may have started this one and open the browser:
 * waits for it, where it comes back to a port of ours by itself, for as long as that is open.
 */
async function browserAlone({io, ports}: Desk, store: SignIn): Promise<void> {
	if (!isExpected(store.getState())) {
		return;
	}

	io.note('There is no more input; waiting for the browser to come back by itself …');
	const over = new AbortController();
	// Nothing else keeps the process alive.
	void ports.clock.sleep(Number.POSITIVE_INFINITY, over.signal);
	await reached(store, state => !isExpected(state));
	over.abort();
}

/** Whether the browser may still bring an answer by itself. */
const isExpected = (state: State): boolean =>
	(state.status === 'authorizing' || (state.status === 'awaitingCallback' && !state.refusal)) &&
	state.capture.loopback.kind === 'listening' &&
	!state.capture.loopback.needsBookmarklet;
