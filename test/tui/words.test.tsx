import {Box} from 'ink';
import {render} from 'ink-testing-library';
import {createElement, Fragment} from 'react';
import {expect, test} from 'vitest';
import {problem} from '../../source/core/problem.ts';
import {minute} from '../../source/core/time.ts';
import {problemBlocks} from '../../source/tui/components/problem-view.tsx';
import {stepperRows} from '../../source/tui/components/stepper.tsx';
import {timeLeftRow} from '../../source/tui/components/time-left.tsx';
import {after, noon, sessionNamed} from '../helpers/samples.ts';

const shown = (...rows: readonly React.ReactNode[]): string => {
	const {lastFrame, unmount} = render(
		createElement(
			Box,
			{flexDirection: 'column'},
			...rows.map(row => createElement(Fragment, null, row)),
		),
	);
	const text = lastFrame() ?? '';
	unmount();
	return text;
};

test('a problem says what happened, the likely cause and the next step', () => {
	const {message, cause, hint} = problem('invalid_grant');
	const text = shown(...problemBlocks(problem('invalid_grant'), 90).flatMap(({rows}) => rows));
	expect(text.replaceAll(/\s+/g, ' ')).toBe(
		`✗ ${message} Likely cause: ${cause} Next step: ${hint}`,
	);
});

test('the stepper marks the step without colours', () => {
	expect(shown(...stepperRows('Callback')).split('\n')).toEqual([
		'Setup › Authorize › Callback › Exchange › Profile',
		'                    ▔▔▔▔▔▔▔▔',
	]);
});

test('the bar is full at first, and empty at the end', () => {
	const session = sessionNamed('one');
	const bar = (minutes: number) => shown(timeLeftRow(session, after(minutes * minute, noon), 53));
	expect(bar(0)).toBe('Access token   ████████████████████ 35 min 0 s left');
	expect(bar(34)).toBe('Access token   █░░░░░░░░░░░░░░░░░░░ 1 min 0 s left');
	expect(bar(36)).toBe('Access token   ░░░░░░░░░░░░░░░░░░░░ expired');
});
