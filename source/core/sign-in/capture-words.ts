import type {Capture} from './flow.ts';

/** How the address may come back by itself, a sentence for each way; `keys` names those of the screens. */
export const captureWords = (
	{loopback, clipboard}: Capture,
	keys: 'keys' | 'noKeys',
): readonly string[] => [
	...(loopback.kind === 'listening' ? [loopbackWords(loopback, keys === 'keys')] : []),
	...(loopback.kind === 'closed'
		? [`Nothing listens on this computer any more: ${loopback.reason}`]
		: []),
	clipboardWords(clipboard, keys === 'keys'),
];

const loopbackWords = (
	{port, needsBookmarklet}: Extract<Capture['loopback'], {kind: 'listening'}>,
	hasKeys: boolean,
): string =>
	needsBookmarklet
		? `Or use the bookmarklet${hasKeys ? ' (b copies it)' : ''} on the page that you land on: it sends the address to 127.0.0.1:${port}.`
		: `The browser comes back by itself, to 127.0.0.1:${port}.`;

/** Until it is known whether there is one, a screen says what is likely. */
export function clipboardWords(clipboard: Capture['clipboard'], hasKeys: boolean): string {
	switch (clipboard) {
		case 'trying':
		case 'watching':
			return `The clipboard is watched for the address, and for nothing else; copying it is enough${hasKeys ? ' (x stops that)' : ''}.`;
		case 'off':
			return `The clipboard is not looked at${hasKeys ? ' (x changes that)' : ''}.`;
		case 'unavailable':
			return 'There is no clipboard here that could be watched.';
	}
}
