import type {Key} from 'ink';
import type {KeyName, TextInput} from './keys.ts';

/** What a chunk of input means: a key, or text that was typed. */
export type KeyEvent =
	| {readonly kind: 'key'; readonly name: KeyName}
	| {readonly kind: 'text'; readonly text: string};

const named = [
	'upArrow',
	'downArrow',
	'leftArrow',
	'rightArrow',
	'pageUp',
	'pageDown',
	'home',
	'end',
	'tab',
	'backspace',
	'delete',
] as const satisfies ReadonlyArray<keyof Key>;

/**
 * Reads one input of Ink's. Text and Enter that arrive in one chunk (from a slow line or a script)
 * are text and a key; control characters that belong to no key are dropped.
 */
export function readKeys(
	input: string,
	key: Key,
	lineBreaks: TextInput['lineBreaks'] = 'enter',
): readonly KeyEvent[] {
	if (key.eventType === 'release') {
		return [];
	}

	if (key.escape) {
		return [{kind: 'key', name: 'escape'}];
	}

	if (key.return) {
		return [{kind: 'key', name: 'enter'}];
	}

	const name = named.find(candidate => key[candidate]);
	if (name !== undefined) {
		return [{kind: 'key', name: modified(name.replace('Arrow', '').toLowerCase(), key)}];
	}

	if (key.ctrl || key.meta) {
		return input === '' ? [] : [{kind: 'key', name: modified(input, key)}];
	}

	return split(input.replace(/\r\n?/g, '\n'), lineBreaks);
}

const modified = (name: string, {ctrl, meta, shift, tab}: Key): KeyName =>
	`${ctrl ? 'ctrl+' : ''}${meta ? 'alt+' : ''}${shift && tab ? 'shift+' : ''}${name}`;

function split(input: string, lineBreaks: TextInput['lineBreaks']): readonly KeyEvent[] {
	// Line breaks within a text may be part of it; those at its end are always Enter.
	const body = lineBreaks === 'text' ? input.replace(/\n+$/, '') : '';
	const rest = input.slice(body.length).split(/([\n\t])/);
	const events = [body, ...rest].map((part): KeyEvent => {
		if (part === '\n' || part === '\t') {
			return {kind: 'key', name: part === '\n' ? 'enter' : 'tab'};
		}

		return {kind: 'text', text: part.replace(/[^\P{Cc}\n]/gu, '')};
	});
	const meant = events.filter(event => event.kind === 'key' || event.text !== '');
	// Several line breaks at the end are one Enter.
	return meant.filter(
		(event, index) =>
			!(lineBreaks === 'text' && event.kind === 'key' && meant[index - 1]?.kind === 'key'),
	);
}
