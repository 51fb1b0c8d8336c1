/** What a terminal sends for a key, by the name of the key. */
const sequences: Readonly<Record<string, string>> = {
	enter: '\r',
	linefeed: '\n',
	esc: '\x1b',
	tab: '\t',
	'shift+tab': '\x1b[Z',
	space: ' ',
	backspace: '\x7f',
	delete: '\x1b[3~',
	pageup: '\x1b[5~',
	pagedown: '\x1b[6~',
};

/** Keys whose sequence depends on the mode of the cursor keys that the program asked for. */
const cursorKeys: Readonly<Record<string, string>> = {
	up: 'A',
	down: 'B',
	right: 'C',
	left: 'D',
	home: 'H',
	end: 'F',
};

/**
 * The bytes of a key: a name above, `ctrl+c` (any letter), `alt+x`, or one character as it is.
 * Throws on an unknown name, so that a typing error in a test cannot pass for a key.
 */
export function keySequence(key: string, applicationCursorKeys = false): string {
	const known = sequences[key];
	if (known !== undefined) {
		return known;
	}

	const cursor = cursorKeys[key];
	if (cursor !== undefined) {
		return `\x1b${applicationCursorKeys ? 'O' : '['}${cursor}`;
	}

	if (/^ctrl\+[a-z]$/.test(key)) {
		return String.fromCharCode(key.charCodeAt(5) - 96);
	}

	if (/^alt\+.$/u.test(key)) {
		return `\x1b${key.slice(4)}`;
	}

	if ([...key].length === 1) {
		return key;
	}

	throw new Error(`Unknown key "${key}"`);
}
