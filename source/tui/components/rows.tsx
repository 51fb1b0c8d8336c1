import {Text, type TextProps} from 'ink';
import type {ReactNode} from 'react';
import {wrapWords} from '../../core/text-width.ts';

export type RowStyle = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'underline' | 'inverse'>;

/** One row of text, cut at the edge if need be. */
export const row = (text: ReactNode, style: RowStyle = {}): ReactNode => (
	<Text wrap="truncate" {...style}>
		{text}
	</Text>
);

/** A text in as many rows as it needs; `lead` stands before the first one. */
export function paragraph(
	text: string,
	width: number,
	style: RowStyle = {},
	lead: {readonly text: string; readonly style?: RowStyle} = {text: ''},
): readonly ReactNode[] {
	const indent = ' '.repeat(lead.text.length);
	return wrapWords(text, Math.max(1, width - lead.text.length)).map((line, index) =>
		row(
			<>
				<Text {...lead.style}>{index === 0 ? lead.text : indent}</Text>
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
	style: RowStyle = {},
): readonly ReactNode[] =>
	paragraph(value, width, style, {text: label.padEnd(labelWidth), style: {dimColor: true}});
