import {plainAscii} from '../core/plain-ascii.ts';
import type {TerminalTraits} from './terminal-traits.ts';

// Ink writes a colour as a sequence of its own, never together with another attribute.
const colors = /\u001B\[(?:[349][0-79]|10[0-7]|[34]8;[\d;]*)m/g;

/**
 * The terminal's output, for Ink: without colours and in ASCII where the terminal or the person wants it so.
 * Attributes that are no colours (bold, inverse, underline) stay. Everything else acts on the terminal itself.
 */
export function createTerminalOutput(
	terminal: NodeJS.WriteStream,
	{color, characters}: Pick<TerminalTraits, 'color' | 'characters'>,
): NodeJS.WriteStream {
	if (color === 'wanted' && characters === 'unicode') {
		return terminal;
	}

	const shown = (text: string): string => {
		const plain = color === 'wanted' ? text : text.replace(colors, '');
		return characters === 'unicode' ? plain : plainAscii(plain, 'sameWidth');
	};
	return new Proxy(terminal, {
		get(target, name) {
			if (name === 'write') {
				return (data: string | Uint8Array, ...rest: []) =>
					target.write(typeof data === 'string' ? shown(data) : data, ...rest);
			}

			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
