import type {Capture} from '../../core/flow.ts';
import {paragraph} from '../components/rows.tsx';
import type {Block} from '../layout.ts';
import {optionalBlock} from '../layout.ts';

/** How the address may come back by itself, a line for each way. */
export function captureBlocks(
	{loopback, clipboard}: Capture,
	width: number,
	hasKeys: boolean,
): readonly Block[] {
	const line = (text: string) => optionalBlock(5, paragraph(text, width, {}, {text: '∙  '}));
	return [
		...(loopback.kind === 'listening' ? [line(loopbackWords(loopback, hasKeys))] : []),
		...(loopback.kind === 'closed'
			? [line(`Nothing listens on this computer any more: ${loopback.reason}`)]
			: []),
		line(clipboardWords(clipboard, hasKeys)),
	];
}

const loopbackWords = (
	{port, needsBookmarklet}: Extract<Capture['loopback'], {kind: 'listening'}>,
	hasKeys: boolean,
): string =>
	needsBookmarklet
		? `Or use the bookmarklet${hasKeys ? ' (b copies it)' : ''} on the page that you land on: it sends the address to 127.0.0.1:${port}.`
		: `The browser comes back by itself, to 127.0.0.1:${port}.`;

function clipboardWords(clipboard: Capture['clipboard'], hasKeys: boolean): string {
	switch (clipboard) {
		case 'watching':
			return `The clipboard is watched for the address, and for nothing else; copying it is enough${hasKeys ? ' (x stops that)' : ''}.`;
		case 'off':
			return `The clipboard is not looked at${hasKeys ? ' (x changes that)' : ''}.`;
		case 'unavailable':
			return 'There is no clipboard here that could be watched.';
	}
}
