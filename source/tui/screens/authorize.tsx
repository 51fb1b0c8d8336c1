import {Text} from 'ink';
import type {ReactNode} from 'react';
import {pastedAmongKeys} from '../../core/oauth/callback-text.ts';
import {printable} from '../../core/printable.ts';
import type {Authorizing} from '../../core/sign-in/flow.ts';
import {landingWords} from '../../core/sign-in/landing-words.ts';
import {bestWayOut} from '../../core/sign-in/way-out.ts';
import {fitText} from '../../core/text-width.ts';
import {Link} from '../components/link.tsx';
import {noticeBlocks} from '../components/problem-view.tsx';
import {paragraph, row} from '../components/rows.tsx';
import {Screen} from '../components/screen.tsx';
import {useLayout} from '../hooks/use-layout.ts';
import {usePlainView} from '../hooks/use-plain-view.ts';
import {block, gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';
import {type Dispatch, useSurroundings} from '../surroundings.ts';
import {authorizeKeys, waysOutWords} from './authorize-keys.ts';
import {captureBlocks} from './capture-blocks.ts';
import {HelpScreen} from './help.tsx';

/** The URL to sign in with, every way to open it, and what will happen then. */
export function AuthorizeScreen({
	state,
	dispatch,
	isHelp,
	openHelp,
	onPaste,
}: {
	readonly state: Authorizing;
	readonly dispatch: Dispatch;
	readonly isHelp: boolean;
	readonly openHelp: (isOpen: boolean) => void;
	/** An address pasted here already. */
	readonly onPaste: (text: string) => void;
}): ReactNode {
	const {width} = useLayout();
	const showPlain = usePlainView(({kind, received}) => {
		const pasted = pastedAmongKeys(received);
		if (kind === 'leave') {
			dispatch({type: 'quitWished', exitCode: 130});
		} else if (pasted !== undefined) {
			onPaste(pasted);
		}
	});
	const {url, redirectUri} = state.request;
	const surroundings = useSurroundings();
	const best = bestWayOut(state.wayOut, surroundings);
	const keys = authorizeKeys(state, dispatch, best, {
		showPlain() {
			showPlain('Open this URL in a browser:', url);
			dispatch({type: 'plainViewShown'});
		},
		openHelp: () => openHelp(true),
	});
	if (isHelp) {
		const close = () => openHelp(false);
		return <HelpScreen step="Authorize" keys={keys} close={close} onStrayPaste={onPaste} />;
	}

	const lead = (number: number) => ({text: `${number}  `, style: palette.strong});
	const step = (number: number, text: string) => ({rows: paragraph(text, width, {}, lead(number))});
	const more = (rows: string) => optionalBlock(7, paragraph(rows, width, {}, {text: '   '}));
	const landing = landingWords(redirectUri, width < 60 ? 'narrow' : 'wide');
	const blocks = [
		...noticeBlocks(state.notice, width),
		gap(2),
		optionalBlock(4, [row('Sign in with your browser', palette.strong)]),
		gap(5),
		block(
			row(
				<>
					<Text {...palette.strong}>{`1  `}</Text>
					<Link url={url} text={shortUrl(url, width - 3)} />
				</>,
			),
		),
		more(`${waysOutWords(best)} It is for this attempt alone.`),
		gap(6),
		{...step(2, 'Sign in there as you always do.'), optional: 4},
		more(
			'Single sign-on works. If the browser is signed in as someone else, use a private window.',
		),
		gap(6),
		{...step(3, `You land on ${landing}`), optional: 3},
		more('It is the address that counts, not what the page shows.'),
		gap(6),
		step(4, 'Copy that whole address and paste it here, within about a minute.'),
		...captureBlocks(state.capture, width, 'keys'),
		...(surroundings.practice
			? [
					optionalBlock(
						4,
						paragraph(
							'The practice tenant is on this computer alone. Without a browser here: anaplan-tui demo --plain',
							width,
							{},
							{text: '∙  '},
						),
					),
				]
			: []),
		gap(8),
		optionalBlock(
			8,
			paragraph(
				`The client ${printable(state.client.clientId, 40)} asks for: ${printable(state.client.scope, 120)}`,
				width,
			),
		),
	];
	return <Screen step="Authorize" keys={keys} onStrayPaste={onPaste} blocks={blocks} />;
}

/** The beginning of the URL; all of it is behind the link. */
function shortUrl(url: string, width: number): string {
	const [address = url] = url.split('?');
	return fitText(`${address}?…`, width);
}
