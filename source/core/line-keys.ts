type Heard = {
	/** A line was ended by Enter, or a paste by itself, which may hold line feeds within. */
	line(text: string, came: 'typed' | 'pasted'): void;
	/** One character came alone, as typed and not pasted. */
	typed(character: string): void;
	/** Ctrl+C, or Ctrl+D on an empty line. */
	leave(): void;
};

/** No address or key is longer; what follows is cut. UTF-16 units. */
const longestLine = 1024 * 1024;

const csi = String.raw`\u001B\[[\d;?<=>]*[ -/]*[@-~]`;
const sequences = new RegExp(String.raw`${csi}|\u001BO[ -~]|\u001B`, 'g');
const begun = /\u001B(?:\[[\d;?<=>]*|O)?$/;

/**
 * Makes lines of what comes from a terminal, raw or not: Enter ends one, Backspace, Ctrl+W and Ctrl+U take
 * back what nobody has seen; arrows and the marks of a paste mean nothing. Several keys at once are a paste,
 * all of which is one line, so that its second line answers no later question: `receive` says that it may
 * go on, `settled` that nothing has come for a while. `forget` drops a line that is begun.
 */
export function createLineKeys({line, typed, leave}: Heard): {
	readonly receive: (chunk: string) => 'keys' | 'paste';
	readonly settled: () => void;
	readonly forget: () => void;
} {
	let text = '';
	let isPaste = false;
	// A sequence that the end of a chunk has cut.
	let cut = '';
	let hasReturned = false;

	const end = (whole: string, came: 'typed' | 'pasted') => {
		text = '';
		line(whole, came);
	};

	const press = (key: string) => {
		const isSecondHalf = key === '\n' && hasReturned;
		hasReturned = key === '\r';
		switch (key) {
			case '\r':
			case '\n':
				if (isPaste && !isSecondHalf) {
					text += '\n';
				} else if (!isSecondHalf) {
					end(text, 'typed');
				}

				break;
			case '\u0003':
				leave();
				break;
			case '\u0004':
				if (text === '') {
					leave();
				}

				break;
			case '\u007F':
			case '\b':
				text = Array.from(text).slice(0, -1).join('');
				break;
			case '\u0015':
				text = '';
				break;
			case '\u0017':
				text = text.trimEnd().replace(/\S+$/, '');
				break;
			default:
				if (!/\p{Cc}/u.test(key) && text.length < longestLine) {
					text += key;
				}
		}
	};

	return {
		receive(chunk) {
			const whole = cut + chunk;
			// In a later chunk a line feed is another Enter, as a terminal sends it that is not raw.
			hasReturned = false;
			cut = begun.exec(whole)?.[0] ?? '';
			const keys = whole.slice(0, whole.length - cut.length).replace(sequences, '');
			const isAlone = /^[^\p{Cc}]$/u.test(keys);
			if (isAlone && !isPaste) {
				typed(keys);
			}

			isPaste ||= !isAlone && keys.length > 1 && keys !== '\r\n';
			for (const key of keys) {
				press(key);
			}

			// Escape alone begins nothing that would come later.
			cut = chunk === '\u001B' ? '' : cut;
			return isPaste ? 'paste' : 'keys';
		},
		settled() {
			isPaste = false;
			if (text.endsWith('\n')) {
				end(text.slice(0, -1), 'pasted');
			}
		},
		forget() {
			text = '';
		},
	};
}
