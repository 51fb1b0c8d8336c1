import {Text} from 'ink';
import type {ReactNode} from 'react';
import {fitText} from '../../core/text-width.ts';
import type {Layout} from '../layout.ts';
import {palette} from '../palette.ts';
import type {Room, Surroundings} from '../surroundings.ts';
import {row} from './rows.tsx';
import {type StepName, stepperRows, stepWords} from './stepper.tsx';

/** The rows above every screen: the program, whether this is practice, the profile, the step. */
export function headerRows(
	{practice}: Surroundings,
	{profile}: Room,
	step: StepName | undefined,
	{header, width}: Layout,
): readonly ReactNode[] {
	const stepText = header === 'short' && step ? `  ${stepWords(step)}` : '';
	const practiceText = practice ? '  practice' : '';
	const taken = 'anaplan-tui'.length + stepText.length + practiceText.length + 2;
	const name = row(
		<>
			<Text {...palette.strong}>anaplan-tui</Text>
			<Text {...palette.strong}>{stepText}</Text>
			<Text {...palette.strong}>{practiceText}</Text>
			{`  ${fitText(profile, Math.max(1, width - taken))}`}
		</>,
	);
	return header === 'tall' ? [name, ...stepperRows(step)] : [name];
}
