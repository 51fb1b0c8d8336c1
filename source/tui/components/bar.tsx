import {Text} from 'ink';
import type {ReactNode} from 'react';
import {palette, type Style} from '../palette.ts';

/** A share of a whole as a bar of `cells` columns; more than the whole fills it. */
export function Bar({
	share,
	cells,
	style,
}: {
	readonly share: number;
	readonly cells: number;
	readonly style: Style;
}): ReactNode {
	const full = Math.min(cells, Math.ceil(share * cells));
	return (
		<Text>
			<Text {...style}>{'█'.repeat(full)}</Text>
			<Text {...palette.quiet}>{'░'.repeat(cells - full)}</Text>
		</Text>
	);
}
