import {paragraph, row} from '../components/rows.tsx';
import type {KeyTable} from '../keys.ts';
import {type Block, block, gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';

/** The keys of a screen and what each does. */
export const helpBlocks = (keys: KeyTable, width: number): readonly Block[] => [
	optionalBlock(4, [row('Keys', palette.strong)]),
	gap(5),
	...keys
		.filter(({about}) => about !== undefined)
		.map(({label, about = ''}) => ({
			rows: paragraph(about, width, {}, {text: label.padEnd(8), style: palette.strong}),
		})),
	block(row('Ctrl+C  leaves from anywhere')),
];
