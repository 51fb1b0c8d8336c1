import type {ReactNode} from 'react';
import type {ExchangeFailed, Exchanging} from '../../core/flow.ts';
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
	readonly state: Exchanging | ExchangeFailed;
	readonly dispatch: Dispatch;
}): ReactNode {
	const {width} = useLayout();
	const keys: KeyTable =
		state.status === 'exchanging'
			? []
			: [
					{
						keys: ['r', 'enter'],
						label: 'r',
						isMain: true,
						...retryWords[state.recovery.kind],
						run: () => dispatch({type: 'retryWished'}),
					},
				];
	const isDevice = state.client.grant === 'device_code';
	const [sending, storing, fetching] = progressOf(state);
	const blocks = [
		optionalBlock(4, [row(isDevice ? 'Device' : 'Code for tokens', palette.strong)]),
		gap(5),
		isDevice
			? stepBlock(sending, 'approved, tokens received', 'waiting …', 'not approved')
			: stepBlock(
					sending,
					'code sent, tokens received',
					'sending the code …',
					'code not exchanged',
				),
		stepBlock(storing, 'tokens stored', 'storing the tokens …', 'tokens not stored'),
		stepBlock(fetching, 'profile fetched', 'fetching the profile …', 'profile not fetched'),
		gap(5),
		...(state.status === 'exchangeFailed' ? problemBlocks(state.problem, width) : []),
		...unsavedBlocks(state, width),
	];
	return <Screen step="Exchange" keys={keys} blocks={blocks} />;
}

const retryWords = {
	sendCode: {hint: 'send again', about: 'sends the same code again; it never reached Anaplan'},
	storeTokens: {hint: 'store again', about: 'tries again to store the tokens'},
	newSignIn: {hint: 'new sign-in', about: 'begins a new sign-in'},
} as const;

function progressOf(state: Exchanging | ExchangeFailed): readonly [Progress, Progress, Progress] {
	if (state.status === 'exchanging') {
		return state.step.kind === 'sendingCode' ? ['now', 'later', 'later'] : ['done', 'now', 'later'];
	}

	return state.recovery.kind === 'storeTokens'
		? ['done', 'failed', 'later']
		: ['failed', 'later', 'later'];
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

const unsavedBlocks = (state: Exchanging | ExchangeFailed, width: number) =>
	state.status === 'exchangeFailed' && state.recovery.kind === 'storeTokens'
		? [
				gap(5),
				{
					rows: paragraph(
						'The tokens are in memory only: leaving now loses this sign-in.',
						width,
						palette.strong,
						warning,
					),
				},
			]
		: [];
