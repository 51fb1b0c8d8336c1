import {plainAscii} from '../core/plain-ascii.ts';
import {withoutColors} from '../core/without-colors.ts';
import type {TerminalTraits} from './terminal-traits.ts';

const alternateScreen = '\u001B[?1049h';
const hiddenCursor = '\u001B[?25l';
const homeAndErase = '\u001B[H\u001B[J';

/**
 * The terminal's output, for Ink: without colours and in ASCII where the terminal or the person wants it so.
 * Attributes that are no colours (bold, inverse, underline) stay. Everything else acts on the terminal itself.
 * The first frame begins at the top left of an empty screen. Ink draws it where the cursor is, and what is
 * typed before Ink takes the keyboard is echoed and moves the cursor.
 */
export function createTerminalOutput(
	terminal: NodeJS.WriteStream,
	{color, characters}: Pick<TerminalTraits, 'color' | 'characters'>,
): NodeJS.WriteStream {
	let isFrameNext = false;
	const shown = (text: string): string => {
		const plain = color === 'wanted' ? text : withoutColors(text);
		return characters === 'unicode' ? plain : plainAscii(plain, 'sameWidth');
	};

	const placed = (text: string): string => {
		if (isFrameNext && text !== hiddenCursor) {
			isFrameNext = false;
			return homeAndErase + text;
		}

		isFrameNext ||= text.endsWith(alternateScreen);
		return text;
	};

	return new Proxy(terminal, {
		get(target, name) {
			if (name === 'write') {
				return (data: string | Uint8Array, ...rest: []) =>
					target.write(typeof data === 'string' ? placed(shown(data)) : data, ...rest);
			}

			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
