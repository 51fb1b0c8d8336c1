import {Text} from 'ink';
import type {ReactNode} from 'react';
import {fitText} from '../../core/text-width.ts';
import type {Layout} from '../layout.ts';
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
			<Text bold color="cyan">
				anaplan-tui
			</Text>
			<Text bold>{stepText}</Text>
			<Text bold color="magenta">
				{practiceText}
			</Text>
			<Text dimColor>{`  ${fitText(profile, Math.max(1, width - taken))}`}</Text>
		</>,
	);
	return header === 'tall' ? [name, ...stepperRows(step)] : [name];
}
