type Heard = {
	/** A line was ended. */
	line(text: string): void;
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
 * back what nobody has seen; arrows and the marks of a paste mean nothing. `forget` drops a line that is
 * begun.
 */
export function createLineKeys({line, typed, leave}: Heard): {
	readonly receive: (chunk: string) => void;
	readonly forget: () => void;
} {
	let text = '';
	// A sequence that the end of a chunk has cut.
	let cut = '';
	let hasReturned = false;

	const press = (key: string) => {
		const isSecondHalf = key === '\n' && hasReturned;
		hasReturned = key === '\r';
		switch (key) {
			case '\r':
			case '\n':
				if (!isSecondHalf) {
					const whole = text;
					text = '';
					line(whole);
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
			if (/^[^\p{Cc}]$/u.test(keys)) {
				typed(keys);
			}

			for (const key of keys) {
				press(key);
			}

			// Escape alone begins nothing that would come later.
			cut = chunk === '\u001B' ? '' : cut;
		},
		forget() {
			text = '';
		},
	};
}
