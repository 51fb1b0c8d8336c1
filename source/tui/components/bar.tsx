import {Text} from 'ink';
import type {ReactNode} from 'react';

/** A share of a whole as a bar of `cells` columns; more than the whole fills it. */
export function Bar({
	share,
	cells,
	color,
}: {
	readonly share: number;
	readonly cells: number;
	readonly color: string;
}): ReactNode {
	const full = Math.min(cells, Math.ceil(share * cells));
	return (
		<Text>
			<Text color={color}>{'█'.repeat(full)}</Text>
			<Text dimColor>{'░'.repeat(cells - full)}</Text>
		</Text>
	);
}
