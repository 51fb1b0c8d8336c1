import type {Authorizing} from '../../core/sign-in/flow.ts';
import {bookmarkletPort} from '../../core/sign-in/possible.ts';
import type {WayOut} from '../../core/sign-in/way-out.ts';
import type {Binding, KeyTable} from '../keys.ts';
import type {Dispatch} from '../surroundings.ts';

const waysOut: Record<WayOut, Omit<Binding, 'run'>> = {
	browser: {
		keys: ['o'],
		label: 'o',
		hint: 'open browser',
		short: 'open',
		about: 'open the URL in a browser',
	},
	copy: {keys: ['c'], label: 'c', hint: 'copy URL', short: 'copy', about: 'copy the URL'},
	plain: {
		keys: ['p'],
		label: 'p',
		hint: 'plain view',
		short: 'plain',
		about: 'show the URL whole, to select',
	},
	file: {
		keys: ['f'],
		label: 'f',
		hint: 'write to a file',
		short: 'file',
		about: 'write the URL to a file',
	},
};

const words: Record<WayOut, string> = {
	browser: 'o opens it',
	copy: 'c copies it',
	plain: 'p shows it whole to select',
	file: 'f writes it to a file',
};

const inOrder = (best: WayOut): readonly WayOut[] => [
	best,
	...(Object.keys(waysOut) as WayOut[]).filter(way => way !== best),
];

/** Every way to bring the URL to a browser, the best one here first. */
export function waysOutWords(best: WayOut): string {
	const [first = '', ...rest] = inOrder(best).map(way => words[way]);
	return `${first}; or ${rest.join(', ')}.`;
}

/** What can be pressed on Authorize; the way out that suits this place comes first. */
export function authorizeKeys(
	{capture}: Authorizing,
	dispatch: Dispatch,
	best: WayOut,
	hands: {readonly showPlain: () => void; readonly openHelp: () => void},
): KeyTable {
	const runs: Record<WayOut, () => void> = {
		browser: () => dispatch({type: 'browserWished'}),
		copy: () => dispatch({type: 'urlCopyWished'}),
		plain: hands.showPlain,
		file: () => dispatch({type: 'urlFileWished'}),
	};
	return [
		...inOrder(best).map(way => ({...waysOut[way], run: runs[way]})),
		...(bookmarkletPort(capture) === undefined
			? []
			: [
					{
						keys: ['b'],
						label: 'b',
						hint: 'bookmarklet',
						about: 'copy the bookmarklet',
						run: () => dispatch({type: 'bookmarkletCopyWished'}),
					},
				]),
		{
			keys: ['x'],
			label: 'x',
			hint: capture.clipboard === 'off' ? 'watch clipboard' : 'leave clipboard',
			short: 'clipboard',
			about: 'watch the clipboard, or not',
			run: () => dispatch({type: 'clipboardWatchToggled'}),
		},
		{keys: ['?'], label: '?', hint: 'help', about: 'this list', run: hands.openHelp},
		{
			keys: ['enter'],
			label: 'Enter',
			hint: 'paste the address',
			short: 'go on',
			about: 'go on, to paste the address',
			isMain: true,
			run: () => dispatch({type: 'callbackScreenWished'}),
		},
	];
}
