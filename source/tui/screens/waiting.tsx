import type {ReactNode} from 'react';
import {row} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import type {StepName} from '../components/stepper.tsx';
import {block} from '../layout.ts';

/** One calm line while something short is under way. */
export const WaitingScreen = ({
	text,
	step,
}: {
	readonly text: string;
	readonly step?: StepName;
}): ReactNode => <Screen step={step} keys={[]} blocks={[block(row(text))]} />;
