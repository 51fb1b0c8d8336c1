import {plainAscii} from '../core/plain-ascii.ts';
import {withoutColors} from '../core/without-colors.ts';
import type {TerminalTraits} from './terminal-traits.ts';

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
		const plain = color === 'wanted' ? text : withoutColors(text);
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
