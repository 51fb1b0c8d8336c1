/**
 * Runs the benches, all or those named: `npm run bench -- start`. Prints what was measured beside
 * what we aim at. With `--strict`, a missed aim is a failure.
 */
import type {Bench, Figure} from './bench.ts';
import {bundle} from './bundle.ts';
import {listFrames} from './list-frames.ts';
import {lists} from './lists.ts';
import {start} from './start.ts';
import {token} from './token.ts';

const benches: readonly Bench[] = [start, token, lists, listFrames, bundle];

const names = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const strict = process.argv.includes('--strict');
const unknown = names.filter(name => !benches.some(bench => bench.name === name));
if (unknown.length > 0) {
	throw new Error(
		`No bench ${unknown.join(', ')}; there are ${benches.map(({name}) => name).join(', ')}`,
	);
}

console.log(`Node.js ${process.version}, ${process.platform} ${process.arch}`);
for (const {name, measure} of benches) {
	if (names.length === 0 || names.includes(name)) {
		const figures = await measure();
		console.log(`\n${name}\n${table(figures)}`);
		if (strict && figures.some(missed)) {
			process.exitCode = 1;
		}
	}
}

function missed({value, aim}: Figure): boolean {
	return aim !== undefined && !(value <= aim);
}

function table(figures: readonly Figure[]): string {
	const rows = figures.map(figure => [
		figure.what,
		`${figure.value.toFixed(figure.value < 10 ? 2 : 0)} ${figure.unit}`,
		figure.aim === undefined ? '' : `${missed(figure) ? 'OVER' : 'ok'} (≤ ${figure.aim})`,
		figure.note ?? '',
	]);
	const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
	return rows
		.map(row =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.map(line => `  ${line}`)
		.join('\n');
}
