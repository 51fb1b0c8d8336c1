import {Text} from 'ink';
import type {ReactNode} from 'react';
import {wrapWords} from '../../core/text-width.ts';
import type {Style} from '../palette.ts';

/** One row of text, cut at the edge if need be. */
export const row = (text: ReactNode, style: Style = {}): ReactNode => (
	<Text wrap="truncate" {...style}>
		{text}
	</Text>
);

/** What stands before the first row of a text: a mark, and words before that. */
export type Lead = {readonly before?: string; readonly text: string; readonly style?: Style};

/** A text in as many rows as it needs; `lead` stands before the first one. */
export function paragraph(
	text: string,
	width: number,
	style: Style = {},
	{before = '', text: mark, style: markStyle = {}}: Lead = {text: ''},
): readonly ReactNode[] {
	const indent = ' '.repeat(before.length + mark.length);
	return wrapWords(text, Math.max(1, width - indent.length)).map((line, index) =>
		row(
			<>
				{index === 0 ? before : indent}
				{index === 0 && <Text {...markStyle}>{mark}</Text>}
				<Text {...style}>{line}</Text>
			</>,
		),
	);
}

export const labelWidth = 15;

/** A value with its label on the left. */
export const labelled = (
	label: string,
	value: string,
	width: number,
	style: Style = {},
): readonly ReactNode[] => paragraph(value, width, style, {text: label.padEnd(labelWidth)});
