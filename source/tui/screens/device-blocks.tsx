import {Text} from 'ink';
import type {ReactNode} from 'react';
import {
	approvalAddress,
	strangeHost,
	strangeHostWords,
} from '../../core/oauth/device-authorization.ts';
import {printable} from '../../core/printable.ts';
import type {AwaitingDevice} from '../../core/sign-in/flow.ts';
import {fitText, textWidth} from '../../core/text-width.ts';
import {durationWords, type EpochMs, minute} from '../../core/time.ts';
import {Link} from '../components/link.tsx';
import {noticeBlocks, underWay, warning} from '../components/problem-view.tsx';
import {paragraph, row} from '../components/rows.tsx';
import {type Block, block, gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';

const lead = (number: number) => ({text: `${number}  `, style: palette.strong});

/** What to do on which page, the code, and how the waiting goes. */
export function deviceBlocks(state: AwaitingDevice, now: EpochMs, width: number): readonly Block[] {
	const {authorization, notice, client} = state;
	const strange = strangeHost(authorization, client.hosts);
	const address = fittingAddress(authorization.verificationUri, width - 3);
	const step = (number: number, text: string) => ({rows: paragraph(text, width, {}, lead(number))});
	const more = (text: string) => optionalBlock(6, paragraph(text, width, {}, {text: '   '}));
	return [
		...noticeBlocks(notice, width),
		gap(3),
		optionalBlock(4, [row('Approve this sign-in in a browser', palette.strong)]),
		gap(7),
		block(
			row(
				<>
					<Text {...palette.strong}>{`1  `}</Text>
					{strange === undefined ? (
						<Link url={approvalAddress(authorization)} text={address} />
					) : (
						address
					)}
				</>,
			),
		),
		...(strange === undefined
			? [more('On this device or another; o opens it, c copies it with the code.')]
			: [{rows: paragraph(strangeHostWords(strange), width, palette.strong, warning)}]),
		gap(7),
		{
			...step(
				2,
				// Beside the warning a second row is one too many in the smallest window.
				strange !== undefined && width < 40
					? 'Compare the code there, or type it:'
					: 'Check that the page shows this code, or type it:',
			),
			optional: 1,
		},
		gap(2),
		block(codeRow(authorization.userCode, width)),
		gap(2),
		{...step(3, 'Sign in there and allow.'), optional: 5},
		more('Not with single sign-on, unless you are an exception user; a private window helps.'),
		gap(3),
		...waitingBlocks(state, now, width),
	];
}

/** The address as it came, to be selected with the mouse; where that is too long, first without its scheme. */
const fittingAddress = (address: string, width: number): string =>
	textWidth(address) <= width ? address : fitText(address.replace(/^https:\/\//, ''), width);

/** The code as it came, to be selected with the mouse. */
const codeRow = (userCode: string, width: number): ReactNode =>
	row(
		<>
			{'   '}
			<Text {...palette.strong} {...palette.chosen}>
				{` ${fitText(printable(userCode, 40), width - 6)} `}
			</Text>
		</>,
	);

function waitingBlocks(
	{authorization, nextPollAt, polling, trouble}: AwaitingDevice,
	now: EpochMs,
	width: number,
): readonly Block[] {
	const leftMs = authorization.expiresAt - now;
	const state =
		polling === 'underWay'
			? 'Asking Anaplan …'
			: `Waiting for you; Anaplan is asked again in ${durationWords(nextPollAt - now)}.`;
	const style = leftMs < minute ? palette.strong : {};
	return [
		...(trouble
			? [
					{
						rows: paragraph(
							`${printable(trouble.message, 200)} Asking goes on while the code is valid.`,
							width,
							{},
							warning,
						),
					},
				]
			: []),
		{
			rows: paragraph(state, width, {}, underWay),
			isFocus: true,
		},
		block(
			row(
				leftMs > 0
					? `  The code is valid for ${durationWords(leftMs)}.`
					: '  The code has expired.',
				style,
			),
		),
	];
}
