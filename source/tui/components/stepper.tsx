import {Text} from 'ink';
import type {ReactNode} from 'react';
import {palette} from '../palette.ts';
import {row} from './rows.tsx';

const steps = ['Setup', 'Authorize', 'Callback', 'Exchange', 'Profile'] as const;
export type StepName = (typeof steps)[number];

const separator = ' › ';

/** The way from the first setting to the profile; the current step is marked by a bar below it. */
export function stepperRows(current: StepName | undefined): readonly ReactNode[] {
	const at = current === undefined ? -1 : steps.indexOf(current);
	const before = steps.slice(0, Math.max(0, at)).join(separator);
	const indent = before === '' ? 0 : before.length + separator.length;
	return [
		row(
			steps.map((step, index) => (
				<Text key={step}>
					{index > 0 && <Text {...palette.quiet}>{separator}</Text>}
					<Text {...(index === at && palette.strong)}>{step}</Text>
				</Text>
			)),
		),
		row(`${' '.repeat(indent)}${'▔'.repeat(current?.length ?? 0)} `, palette.accent),
	];
}

/** The same for narrow windows: `2/5 Authorize`. */
export const stepWords = (current: StepName): string =>
	`${steps.indexOf(current) + 1}/${steps.length} ${current}`;
