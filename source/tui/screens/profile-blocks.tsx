import {busyWords} from '../../core/anaplan/busy-words.ts';
import {clockTime, dayAndTime} from '../../core/moment-words.ts';
import {rotationQuestion} from '../../core/oauth/rotation.ts';
import {printable} from '../../core/printable.ts';
import type {Problem} from '../../core/problem.ts';
import type {Activity, Happening, SignedIn, UserState} from '../../core/sign-in/flow.ts';
import {canRefresh} from '../../core/sign-in/possible.ts';
import {refreshTokenEnd} from '../../core/sign-in/refresh-token-words.ts';
import {
	autoRefreshWords,
	droppedWords,
	refreshTokenWords,
} from '../../core/sign-in/signed-in-words.ts';
import type {EpochMs} from '../../core/time.ts';
import {alarm, done, problemBlocks, underWay, warning} from '../components/problem-view.tsx';
import {labelled, labelWidth, paragraph, row} from '../components/rows.tsx';
import {timeLeftRow} from '../components/time-left.tsx';
import {type Block, block, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';

/** Who is signed in, or why that is not known. */
export function userBlocks(state: UserState, width: number): readonly Block[] {
	if (state.kind === 'unknown') {
		const {waitMs} = state;
		const said = waitMs === undefined ? 'The profile is being fetched …' : busyWords(waitMs);
		return [{rows: paragraph(said, width)}];
	}

	if (state.kind === 'unavailable') {
		const {message, hint} = state.problem;
		return [
			{
				rows: paragraph(
					`The profile is not available. ${printable(message, 400)}`,
					width,
					{},
					warning,
				),
			},
			optionalBlock(6, paragraph(printable(hint), width, {}, {text: '  '})),
		];
	}

	const {user} = state;
	const remembered = state.kind === 'remembered' ? ' (as of last time)' : '';
	const name = user.name === '' ? user.email : user.name;
	return [
		block(row(printable(name, 200) + remembered, palette.strong)),
		...(user.name !== '' && user.email !== ''
			? [{rows: labelled('Email', printable(user.email, 200), width)}]
			: []),
		...(user.id === ''
			? []
			: [optionalBlock(3, labelled('User ID', printable(user.id, 100), width))]),
		...(user.lastSignInAt === undefined
			? []
			: [optionalBlock(5, labelled('Last sign-in', dayAndTime(user.lastSignInAt), width))]),
	];
}

/** The token: its time, what it is good for, and whether it can be refreshed. */
export function tokenBlocks(
	state: SignedIn,
	now: EpochMs,
	storedIn: string,
	width: number,
): readonly Block[] {
	const {session, ended} = state;
	const dropped = droppedWords(state);
	return [
		block(timeLeftRow(session, now, width)),
		optionalBlock(2, labelled('Scope', printable(session.scope, 200), width)),
		...(dropped === undefined
			? []
			: [optionalBlock(4, paragraph(dropped, width, {}, {text: ' '.repeat(labelWidth)}))]),
		{rows: labelled('Refresh token', refreshTokenWords(state), width)},
		...(ended ? [] : refreshTokenNotes(state, now, width)),
		...(canRefresh(state)
			? [optionalBlock(2, labelled('Auto-refresh', autoRefreshWords(state), width))]
			: []),
		optionalBlock(3, labelled('Stored in', printable(storedIn, 300), width)),
	];
}

/** How long the refresh token may last, and what would have to be known to say more. */
function refreshTokenNotes(
	{session, rotation}: SignedIn,
	now: EpochMs,
	width: number,
): readonly Block[] {
	const end = refreshTokenEnd(session, rotation, now);
	const note = (text: string) => paragraph(text, width, {}, {text: ' '.repeat(labelWidth)});
	if (end === undefined) {
		return [];
	}

	return [
		optionalBlock(6, note(end)),
		...(rotation === undefined
			? [
					optionalBlock(
						8,
						note('Rotatable or not? Press t to say; the first refresh shows it too.'),
					),
				]
			: []),
	];
}

/** What Anaplan calls the client's refresh tokens, asked for until a refresh shows it. */
export const rotationBlocks = (width: number): readonly Block[] => [
	{
		rows: paragraph(rotationQuestion, width, palette.strong, {text: '? ', style: palette.strong}),
	},
];

/** Logging out did not reach Anaplan; what is left to do. */
export const offerBlocks = (reason: Problem, width: number): readonly Block[] => [
	...problemBlocks({...reason, message: `Not logged out. ${reason.message}`}, width),
	{
		rows: paragraph(
			'f forgets the sign-in here; at Anaplan the token stays valid until it expires.',
			width,
			{},
			warning,
		),
	},
];

/** What is under way; nothing while idle. */
export function activityBlocks(activity: Activity): readonly Block[] {
	const {kind} = activity;
	const words = {
		refreshing: 'refreshing …',
		validating: 'validating …',
		loggingOut: 'logging out …',
	};
	if (kind === 'idle' || kind === 'offeringToForget') {
		return [];
	}

	const isBusy = kind === 'validating' && activity.waitMs !== undefined;
	const said = isBusy ? busyWords(activity.waitMs) : words[kind];
	return [{rows: paragraph(said, Number.POSITIVE_INFINITY, palette.strong, underWay)}];
}

/** What happened lately, the newest first, as many as there is room for. */
export function happeningBlocks(happenings: readonly Happening[], width: number): readonly Block[] {
	const [newest] = happenings;
	const titles = newest ? [optionalBlock(6, [row('Lately', palette.strong)])] : [];
	return [
		...titles,
		...happenings.flatMap(({at, notice}, index) => {
			const {text: mark, style} = notice.kind === 'done' ? done : alarm;
			// In a narrow window the words need the room more than the time.
			const before = width < narrow ? '' : `${clockTime(at)}  `;
			const said = notice.kind === 'done' ? notice.text : notice.problem.message;
			const indent = {text: ' '.repeat(before.length + mark.length)};
			return [
				optionalBlock(
					index === 0 ? 1 : 7,
					paragraph(printable(said, 500), width, {}, {before, text: mark, style}),
				),
				...(notice.kind === 'done'
					? []
					: [
							optionalBlock(
								index === 0 ? 1 : 7,
								paragraph(printable(notice.problem.hint, 500), width, {}, indent),
							),
						]),
			];
		}),
	];
}

/** Columns of content, below which no time stands before what happened. */
const narrow = 50;
