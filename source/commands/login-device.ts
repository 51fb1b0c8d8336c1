import {
	approvalAddress,
	strangeHost,
	strangeHostWords,
} from '../core/oauth/device-authorization.ts';
import type {AwaitingDevice} from '../core/sign-in/flow.ts';
import {durationWords, second} from '../core/time.ts';
import type {Desk} from '../session/desk.ts';
import type {SignIn} from '../session/sign-in.ts';

/**
 * Tells the code and where to approve it, and waits for what becomes of it: `Code: CODE` and the
 * address, each alone on a line of stdout, everything else on stderr.
 */
export async function approval(
	{io, ports}: Desk,
	store: SignIn,
	{authorization, client}: AwaitingDevice,
): Promise<void> {
	const {userCode, verificationUri, verificationUriComplete, expiresAt} = authorization;
	const strange = strangeHost(authorization, client.hosts);
	if (strange !== undefined) {
		io.note(`Careful: ${strangeHostWords(strange)}`);
	}

	io.note('Open the address in any browser, check that the page shows this code, and allow:');
	await io.out(`Code: ${userCode}\n${approvalAddress(authorization)}\n`);
	if (verificationUriComplete !== undefined) {
		io.note(`Or open ${verificationUri} on another device and type the code.`);
	}

	io.note('Single sign-on does not work with it, unless you are an exception user.');
	io.note(
		`Waiting; the code is valid for ${durationWords(expiresAt - ports.clock.now())}. Ctrl+C stops.`,
	);
	let told: string | undefined;
	for (;;) {
		const state = store.getState();
		if (state.status !== 'awaitingDevice') {
			return;
		}

		// The same trouble is told once, however often it comes.
		const trouble = state.trouble?.message;
		if (trouble !== undefined && trouble !== told) {
			io.note(`${trouble} Asking goes on while the code is valid.`);
		}

		told = trouble;
		// Nothing else keeps the process alive between two polls.
		await ports.clock.sleep(second);
		store.dispatch({type: 'secondPassed'});
	}
}
