import {Text} from 'ink';
import encodeQR from 'qr';
import type {ReactNode} from 'react';
import {palette} from '../palette.ts';

export type QrCode = {readonly columns: number; readonly rows: readonly ReactNode[]};

// Half of what the standard asks for, which scanners are content with; a row more may not fit.
const quietModules = 2;

type Modules = {
	readonly indexes: readonly number[];
	readonly isLight: (x: number, y: number) => boolean;
};

/** A text as a QR code: two modules in each row of the terminal, or without half blocks only one. */
export function qrCode(text: string, characters: 'unicode' | 'ascii'): QrCode {
	const isDark = encodeQR(text, 'raw', {ecc: 'low', border: quietModules});
	const modules: Modules = {
		indexes: [...isDark.keys()],
		isLight: (x, y) => isDark[y]?.[x] === false,
	};
	return characters === 'unicode' ? halfBlocks(modules) : spaces(modules);
}

// Light modules are drawn and dark ones left out: on a dark terminal that is right without colours.
function halfBlocks({indexes, isLight}: Modules): QrCode {
	const half = (x: number, y: number): string => {
		const lower = isLight(x, y + 1);
		return isLight(x, y) ? (lower ? '█' : '▀') : lower ? '▄' : ' ';
	};
	const rows = indexes
		.filter(y => y % 2 === 0)
		.map(y => (
			<Text key={y} {...palette.qr}>
				{indexes.map(x => half(x, y)).join('')}
			</Text>
		));
	return {columns: indexes.length, rows};
}

/** Each module is two spaces, light where the colours are exchanged. */
function spaces({indexes, isLight}: Modules): QrCode {
	const rows = indexes.map(y => (
		<Text key={y}>
			{runsOf(indexes.map(x => isLight(x, y))).map(({at, length, light}) => (
				<Text key={at} {...(light && palette.chosen)}>
					{'  '.repeat(length)}
				</Text>
			))}
		</Text>
	));
	return {columns: 2 * indexes.length, rows};
}

type Run = {readonly at: number; readonly length: number; readonly light: boolean};

function runsOf(modules: readonly boolean[]): readonly Run[] {
	const starts = modules.flatMap((light, at) => (light === modules[at - 1] ? [] : [at]));
	return starts.map((at, index) => ({
		at,
		length: (starts[index + 1] ?? modules.length) - at,
		light: modules[at] === true,
	}));
}
