import {printable} from '../../core/printable.ts';
import type {Problem} from '../../core/problem.ts';
import type {Notice} from '../../core/sign-in/flow.ts';
import {type Block, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';
import {paragraph} from './rows.tsx';

type Words = Pick<Problem, 'message' | 'cause' | 'hint'>;

/** A problem, everywhere the same: what happened, the likely cause, the next step. */
export const problemBlocks = ({message, cause, hint}: Words, width: number): readonly Block[] => [
	{rows: paragraph(printable(message, 600), width, palette.strong, alarm)},
	// In the smallest windows what to do next matters more.
	optionalBlock(1, paragraph(`Likely cause: ${printable(cause)}`, width, {}, indent)),
	{rows: paragraph(`Next step: ${printable(hint)}`, width, {}, indent)},
];

/** A notice in full: something done, or a problem that stops nothing. */
export const noticeBlocks = (notice: Notice | undefined, width: number): readonly Block[] => {
	if (notice === undefined) {
		return [];
	}

	return notice.kind === 'done'
		? [
				{rows: paragraph(printable(notice.text), width, {}, done)},
				optionalBlock(1, paragraph(printable(notice.more ?? ''), width, {}, indent)),
			]
		: problemBlocks(notice.problem, width);
};

export const done = {text: '✓ ', style: palette.done} as const;
export const alarm = {text: '✗ ', style: palette.alarm} as const;
export const warning = {text: '! ', style: palette.strong} as const;
export const underWay = {text: '▸ ', style: palette.accent} as const;
const indent = {text: '  '} as const;
