import {useInput, usePaste} from 'ink';
import {useState} from 'react';
import {graphemes} from '../../core/text-width.ts';
import {readKeys} from '../key-events.ts';
import {bindingFor, type KeyTable, type TextInput} from '../keys.ts';

/** A few keys pressed quickly may arrive as one chunk; more is a paste that the terminal did not mark. */
const mostKeysAtOnce = 3;

/** Whether a chunk is no keys that were pressed quickly, and no key that is held. */
function isPaste(text: string, table: KeyTable): boolean {
	const letters = graphemes(text);
	const [first = ''] = letters;
	const isHeld = letters.every(letter => letter === first) && bindingFor(table, first);
	return letters.length > mostKeysAtOnce && !isHeld;
}

/**
 * Lets a key table act on what is pressed. With `text`, letters and pastes go there, and only the
 * table's other keys act. The only place that reads keys: the app (Ctrl+C, Esc) and the current
 * screen use it, nobody else.
 */
export function useKeys(
	table: KeyTable,
	text?: TextInput,
	onStrayPaste?: (pasted: string) => void,
): void {
	const [failure, setFailure] = useState<{readonly error: unknown}>();
	if (failure) {
		// Thrown while drawing, where the error boundary catches it.
		throw failure.error;
	}

	const guarded = (work: () => void) => {
		try {
			work();
		} catch (error) {
			setFailure({error});
		}
	};

	const press = (key: string) => bindingFor(table, key)?.run();
	const openField = () => (text?.isOpen?.() === false ? undefined : text);

	useInput((input, key) => {
		guarded(() => {
			for (const event of readKeys(input, key, text?.lineBreaks)) {
				const field = openField();
				if (event.kind === 'key') {
					press(event.name);
				} else if (field) {
					field.type(event.text);
				} else if (isPaste(event.text, table)) {
					onStrayPaste?.(event.text);
				} else {
					for (const letter of graphemes(event.text)) {
						const opened = openField();
						opened ? opened.type(letter) : press(letter);
					}
				}
			}
		});
	});

	usePaste(pasted => {
		guarded(() => {
			const field = openField();
			field ? field.paste(pasted) : onStrayPaste?.(pasted);
		});
	});
}
