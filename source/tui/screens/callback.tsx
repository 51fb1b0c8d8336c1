import {Text} from 'ink';
import {type ReactNode, useMemo} from 'react';
import {type CallbackVerdict, readCallback} from '../../core/oauth/callback.ts';
import {beginsAnswer} from '../../core/oauth/callback-text.ts';
import {printable} from '../../core/printable.ts';
import {Secret} from '../../core/secret.ts';
import type {AwaitingCallback} from '../../core/sign-in/flow.ts';
import {editingKeys} from '../components/editing-keys.ts';
import {MaskedField, maskedCursorColumn} from '../components/masked-field.tsx';
import {alarm, done, underWay} from '../components/problem-view.tsx';
import {paragraph, row} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {edited, textFieldOf, textOf} from '../components/text-field-state.ts';
import {useLayout} from '../hooks/use-layout.ts';
import {useLiveState} from '../hooks/use-live-state.ts';
import type {KeyTable} from '../keys.ts';
import {type Block, gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';
import type {Dispatch} from '../surroundings.ts';
import {maskCallback} from './callback-mask.ts';
import {captureBlocks} from './capture-blocks.ts';

const secretOf = (text: string): Secret => new Secret('callback address', text);

/** One field for the address that the sign-in ended on, with the verdict before Enter. */
export function CallbackScreen({
	state,
	dispatch,
	initialText,
}: {
	readonly state: AwaitingCallback;
	readonly dispatch: Dispatch;
	readonly initialText: string;
}): ReactNode {
	const {width} = useLayout();
	const [field, change, newest] = useLiveState(() => textFieldOf(initialText));
	const insert = (text: string) => change(value => edited(value, {type: 'insert', text}));
	// Whoever pastes another address does not mean both.
	const paste = (text: string) =>
		beginsAnswer(text) ? change(() => textFieldOf(text)) : insert(text);
	const keys: KeyTable = [
		{
			keys: ['enter'],
			label: 'Enter',
			hint: 'submit',
			isMain: true,
			run: () => dispatch({type: 'callbackSubmitted', text: secretOf(textOf(newest()))}),
		},
		{
			keys: ['ctrl+u'],
			label: 'Ctrl+U',
			hint: 'clear',
			run: () => change(() => textFieldOf('')),
		},
		// The cursor stays at the end: one cannot edit what one cannot see.
		...editingKeys(edit => change(value => edited(value, edit))).filter(({keys: [first = '']}) =>
			['backspace', 'ctrl+w'].includes(first),
		),
	];
	const text = textOf(field);
	const {request, refusal} = state;
	const read = useMemo(() => readCallback(secretOf(text), request), [text, request]);
	// What Anaplan refused stays to be read, also when it came by itself and not into the field.
	const isAnswered = refusal?.verdict === 'refused' && refusal.reason === 'errorResponse';
	const verdict = read.verdict === 'empty' && isAnswered ? refusal : read;
	const {clear, hidden} = maskCallback(text);
	const blocks: readonly Block[] = [
		optionalBlock(4, [row('Bring back the address that the sign-in ended on', palette.strong)]),
		gap(5),
		optionalBlock(
			6,
			paragraph(
				`It begins with ${printable(request.redirectUri, 60)} and holds code=… and state=…. Copy all of it from the address bar and paste it here; what copying did to it is undone.`,
				width,
			),
		),
		gap(3),
		{
			rows: [
				row(
					<>
						<Text {...underWay.style}>{underWay.text}</Text>
						<MaskedField clear={clear} length={hidden} hasFocus />
					</>,
				),
			],
			isFocus: true,
			cursor: {row: 0, column: underWay.text.length + maskedCursorColumn(hidden, clear)},
		},
		gap(3),
		...verdictBlocks(verdict, /https?:|\//i.test(text), refusal?.verdict === 'empty', width),
		gap(6),
		...captureBlocks(state.capture, width, 'noKeys'),
		gap(7),
		optionalBlock(
			7,
			paragraph(
				'The code in it is good for about a minute and for one use. It is never drawn, logged or stored.',
				width,
			),
		),
	];
	return (
		<Screen
			step="Callback"
			keys={keys}
			text={{type: insert, paste, lineBreaks: 'text'}}
			blocks={blocks}
		/>
	);
}

function verdictBlocks(
	verdict: CallbackVerdict,
	hasAddress: boolean,
	wasSubmittedEmpty: boolean,
	width: number,
): readonly Block[] {
	switch (verdict.verdict) {
		case 'empty':
			return [
				{
					rows: wasSubmittedEmpty
						? paragraph('Nothing was pasted yet.', width, {}, alarm)
						: paragraph('Waiting for the address …', width, {}, {text: '  '}),
				},
			];
		case 'accepted': {
			const address = hasAddress ? ', address matches' : '';
			return [
				{
					rows: paragraph(
						`code found, state matches${address} — press Enter`,
						width,
						palette.strong,
						done,
					),
				},
			];
		}

		case 'refused':
			return [
				{rows: paragraph(printable(verdict.message, 600), width, palette.strong, alarm)},
				{rows: paragraph(printable(verdict.hint), width, {}, {text: '  '})},
			];
	}
}
