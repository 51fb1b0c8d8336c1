import {Text} from 'ink';
import type {ReactNode} from 'react';
import {fieldView} from './field-view.ts';
import type {TextFieldState} from './text-field-state.ts';

/** A text field: with focus it shows what is around the cursor, else the beginning of its text. */
export function TextField({
	field,
	width,
	hasFocus,
}: {
	readonly field: TextFieldState;
	readonly width: number;
	readonly hasFocus: boolean;
}): ReactNode {
	const shown = hasFocus ? field : {before: '', after: field.before + field.after};
	const {before, cursor, after} = fieldView(shown, width);
	return (
		<Text wrap="truncate">
			{before}
			{cursor}
			{after}
		</Text>
	);
}
