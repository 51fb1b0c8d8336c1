import type {Effect, Fact} from '../core/sign-in/flow.ts';
import {copyText} from './copy-text.ts';
import type {Ports} from './ports.ts';

/** Copies a text that is no secret; the fact says which way it went, or what to do instead. */
export async function copiedText(
	{what, text}: Extract<Effect, {type: 'copyText'}>,
	ports: Ports,
): Promise<Fact> {
	const copied = await copyText(text, ports);
	if (copied.ok) {
		return {type: 'copied', what, route: copied.value};
	}

	const hint =
		what === 'deviceAddress'
			? 'Type the address and the code that are shown into any browser.'
			: 'Press p to see the URL plain, and select it there.';
	return {type: 'notCopied', what, problem: {...copied.problem, hint}};
}

/** A token goes to the system's clipboard only: what a terminal passes on may be logged on the way. */
export async function copiedToken(
	{accessToken}: Extract<Effect, {type: 'copyAccessToken'}>,
	{clipboard}: Ports,
): Promise<Fact> {
	const what = 'accessToken';
	const written = await clipboard.write(accessToken);
	return written.ok
		? {type: 'copied', what, route: 'system'}
		: {type: 'notCopied', what, problem: {...written.problem, hint: 'Run: anaplan-tui token'}};
}
