import {Text} from 'ink';
import encodeQR from 'qr';
import type {ReactNode} from 'react';
import {palette} from '../palette.ts';

export type QrCode = {readonly columns: number; readonly rows: readonly ReactNode[]};

// Half of what the standard asks for, which scanners are content with; a row more may not fit.
const quietModules = 2;

/** A text as a QR code, two modules in each row of the terminal. */
export function qrCode(text: string): QrCode {
	const isDark = encodeQR(text, 'raw', {ecc: 'low', border: quietModules});
	const columns = isDark.length;
	const indexes = [...isDark.keys()];
	// Light modules are drawn and dark ones left out: on a dark terminal that is right without colours.
	const half = (x: number, y: number): string => {
		const upper = isDark[y]?.[x] !== true;
		const lower = isDark[y + 1]?.[x] === false;
		return upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ';
	};
	return {
		columns,
		rows: indexes
			.filter(y => y % 2 === 0)
			.map(y => (
				<Text key={y} {...palette.qr}>
					{indexes.map(x => half(x, y)).join('')}
				</Text>
			)),
	};
}
