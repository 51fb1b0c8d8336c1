import type {ReactNode} from 'react';
import {busyWords} from '../../core/anaplan/busy-words.ts';
import type {Exchanging, Recovery, SignInFailed} from '../../core/sign-in/flow.ts';
import {stakeWords} from '../../core/sign-in/recovery.ts';
import {userWords} from '../../core/sign-in/user-words.ts';
import {alarm, done, problemBlocks, underWay, warning} from '../components/problem-view.tsx';
import {type Lead, paragraph, row} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import type {KeyTable} from '../keys.ts';
import {type Block, gap, optionalBlock} from '../layout.ts';
import {palette, type Style} from '../palette.ts';
import type {Dispatch} from '../surroundings.ts';

type Progress = 'done' | 'now' | 'failed' | 'later';

/** The steps from the code to stored tokens as they happen, or why one of them failed. */
export function ExchangeScreen({
	state,
	dispatch,
}: {
	readonly state: Exchanging | SignInFailed;
	readonly dispatch: Dispatch;
}): ReactNode {
	const {width} = useLayout();
	const isDevice = state.client.grant === 'device_code';
	const [sending, storing, fetching, taking] = progressOf(state);
	const blocks = [
		optionalBlock(4, [row(isDevice ? 'Device' : 'Code for tokens', palette.strong)]),
		gap(5),
		isDevice
			? stepBlock(sending, 'approved, tokens received', 'waiting …', 'not approved')
			: stepBlock(
					sending,
					'code sent, tokens received',
					presentWords(state, 'sendingCode', 'sending the code …'),
					'code not exchanged',
				),
		stepBlock(storing, 'tokens stored', 'storing the tokens …', 'tokens not stored'),
		stepBlock(
			fetching,
			'profile fetched',
			presentWords(state, 'checkingUser', 'fetching the profile …'),
			'profile not fetched',
		),
		...(taking === 'now' || taking === 'failed'
			? [stepBlock(taking, 'old sign-in replaced', 'replacing the old sign-in …', 'not replaced')]
			: []),
		gap(5),
		...(state.status === 'signInFailed' ? problemBlocks(state.problem, width) : []),
		...stakeBlocks(state, width),
	];
	if (state.status === 'exchanging' && state.step.kind === 'givingUp') {
		return (
			<Screen
				step="Exchange"
				keys={[]}
				blocks={[{rows: paragraph('giving up the new sign-in …', width, palette.strong, underWay)}]}
			/>
		);
	}

	return <Screen step="Exchange" keys={keysFor(state, dispatch)} blocks={blocks} />;
}

function keysFor(state: Exchanging | SignInFailed, dispatch: Dispatch): KeyTable {
	if (state.status === 'exchanging') {
		return [];
	}

	const retry = {
		keys: ['r', 'enter'],
		label: 'r',
		isMain: true,
		...retryWords[state.recovery.kind],
		run: () => dispatch({type: 'retryWished'}),
	};
	const replace = {
		keys: ['y'],
		label: 'y',
		hint: 'replace unseen',
		short: 'replace',
		run: () => dispatch({type: 'replaceWished'}),
	};
	return state.recovery.kind === 'checkUser' ? [retry, replace] : [retry];
}

const retryWords = {
	sendCode: {hint: 'send again', about: 'sends the same code again; it never reached Anaplan'},
	storeTokens: {hint: 'store again', about: 'tries again to store the tokens'},
	checkUser: {hint: 'ask again', about: 'asks Anaplan again who has signed in'},
	takePlace: {hint: 'store again', about: 'tries again to store the tokens'},
	newSignIn: {hint: 'new sign-in', about: 'begins a new sign-in'},
} as const;

type Steps = readonly [sending: Progress, storing: Progress, fetching: Progress, taking: Progress];

function progressOf(state: Exchanging | SignInFailed): Steps {
	const progress = state.status === 'exchanging' ? 'now' : 'failed';
	const {kind} = state.status === 'exchanging' ? state.step : state.recovery;
	switch (kind) {
		case 'sendingCode':
		case 'sendCode':
		case 'newSignIn':
			return [progress, 'later', 'later', 'later'];
		case 'storingTokens':
		case 'storeTokens':
			return ['done', progress, 'later', 'later'];
		case 'checkingUser':
		case 'checkUser':
			return ['done', 'done', progress, 'later'];
		case 'takingPlace':
		case 'takePlace':
		case 'givingUp':
			return ['done', 'done', 'done', progress];
	}
}

/** A step as it happens, or that Anaplan is too busy for it. */
function presentWords(
	state: Exchanging | SignInFailed,
	kind: 'sendingCode' | 'checkingUser',
	words: string,
): string {
	const step = state.status === 'exchanging' ? state.step : undefined;
	const waitMs = step?.kind === kind ? step.waitMs : undefined;
	return waitMs === undefined ? words : busyWords(waitMs);
}

function stepBlock(progress: Progress, past: string, present: string, failed: string): Block {
	const looks: Record<Progress, readonly [mark: Lead, text: string, style: Style]> = {
		done: [done, past, {}],
		now: [underWay, present, palette.strong],
		failed: [alarm, failed, palette.strong],
		later: [{text: '  '}, past, {}],
	};
	const [mark, text, style] = looks[progress];
	// What is now stays; what was and what comes later give way to a problem.
	return {
		rows: paragraph(text, Number.POSITIVE_INFINITY, style, mark),
		optional: {now: 0, failed: 0, done: 2, later: 3}[progress],
	};
}

/** What hangs on the failure, and the key for the one thing that may be done about it all the same. */
function stakeBlocks(state: Exchanging | SignInFailed, width: number): readonly Block[] {
	const words = state.status === 'signInFailed' ? stakeWords(state.recovery) : undefined;
	if (state.status !== 'signInFailed' || words === undefined) {
		return [];
	}

	const text = [words, ...replaceWords(state.recovery)].join(' ');
	return [gap(5), {rows: paragraph(text, width, palette.strong, warning)}];
}

const replaceWords = (recovery: Recovery): readonly string[] =>
	recovery.kind === 'checkUser'
		? [
				`y replaces the sign-in${recovery.remembered ? ` of ${userWords(recovery.remembered)}` : ' from before'} all the same.`,
			]
		: [];
