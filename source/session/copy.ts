import type {Effect, Fact} from '../core/flow.ts';
import type {Ports} from './ports.ts';

/** A terminal's clipboard takes what the system's does not, but never says whether it did. */
export async function copiedText(
	{what, text}: Extract<Effect, {type: 'copyText'}>,
	{clipboard, terminalClipboard}: Ports,
): Promise<Fact> {
	const written = await clipboard.write(text);
	if (written.ok) {
		return {type: 'copied', what, route: 'system'};
	}

	if (terminalClipboard.write(text)) {
		return {type: 'copied', what, route: 'terminal'};
	}

	const hint =
		what === 'deviceAddress'
			? 'Type the address and the code that are shown into any browser.'
			: 'Press p to see the URL plain, and select it there.';
	return {type: 'notCopied', what, problem: {...written.problem, hint}};
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
