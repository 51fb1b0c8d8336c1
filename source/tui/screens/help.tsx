import type {ReactNode} from 'react';
import {paragraph, row} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import type {KeyTable} from '../keys.ts';
import {type Block, block, gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';

/** The keys of a screen and what each does, until it is closed. */
export function HelpScreen({
	step,
	keys,
	close,
	onStrayPaste,
}: {
	readonly step: 'Authorize' | 'Profile';
	readonly keys: KeyTable;
	readonly close: () => void;
	readonly onStrayPaste?: (pasted: string) => void;
}): ReactNode {
	const {width} = useLayout();
	const closing = {keys: ['?', 'q', 'enter'], label: '?', hint: 'close', run: close};
	return (
		<Screen
			step={step}
			keys={[closing]}
			blocks={helpBlocks(keys, width)}
			{...(onStrayPaste && {onStrayPaste})}
		/>
	);
}

const helpBlocks = (keys: KeyTable, width: number): readonly Block[] => [
	optionalBlock(4, [row('Keys', palette.strong)]),
	gap(5),
	...keys
		.filter(({about}) => about !== undefined)
		.map(({label, about = ''}) => ({
			// Who has found this list knows the key for it, and Profile itself says what t is for.
			...(['?', 't'].includes(label) && {optional: 3}),
			rows: paragraph(about, width, {}, {text: label.padEnd(8), style: palette.strong}),
		})),
	block(row('Ctrl+C  leaves from anywhere')),
];
