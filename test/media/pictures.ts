/** The pictures of README, each from a real run of the built program. Every run gives the same. */
import {signInAsPerson} from '../../source/practice/person.ts';
import {clientVariables, openStage, type Stage, signIn} from '../docs/stage.ts';
import {freePort} from '../helpers/free-port.ts';
import {TerminalSession} from '../helpers/terminal-session.ts';
import {type Capture, capture, picture} from './screen-picture.ts';

const columns = 92;
const rows = 22;

/** Each by the name of its file in media. */
export const pictures: Readonly<Record<string, () => Promise<string>>> = {
	'journey.svg': journey,
	'profile.svg': profile,
	'lists.svg': lists,
	'profiles.svg': profiles,
};

/** Where Anaplan’s sign-in ends; the practice tenant sends the person there, and nobody follows. */
const redirectUri = 'https://www.anaplan.com';

async function journey(): Promise<string> {
	const stage = await openStage('empty', {clients: {authorizationCode: {redirectUri}}});
	return drawn(stage, async (terminal, take) => {
		await terminal.waitFor('Client secret');
		await terminal.paste(stage.tenant.clients.authorizationCode.clientSecret);
		await terminal.waitFor('48 characters');
		take('Setup: the OAuth client');
		terminal.press('enter');
		await terminal.waitFor('bookmarklet');
		take('Authorize: the way to the browser');
		terminal.type('p');
		const plain = await terminal.waitFor('Press Enter or Esc to return');
		const url = (/http.*?(?=\n\s*\n)/s.exec(plain)?.[0] ?? '').replace(/\s/g, '');
		terminal.press('enter');
		await terminal.waitFor('Sign in with your browser');
		terminal.press('enter');
		await terminal.waitFor('Bring back the address');
		await terminal.paste(await signInAsPerson(url));
		await terminal.waitFor('code found');
		take('Callback: checked before anything is sent');
		terminal.press('enter');
		await terminal.waitFor('Pat Practice');
		take('Profile: who you are, and how long the token lasts');
	});
}

async function profile(): Promise<string> {
	const stage = await openStage();
	return drawn(stage, async (terminal, take) => {
		await terminal.waitFor('Pat Practice');
		terminal.type('r');
		await terminal.waitFor('Refreshed');
		terminal.type('v');
		await terminal.waitFor('Valid at Anaplan');
		take('Profile: who you are, and how long the token lasts');
	});
}

async function lists(): Promise<string> {
	return drawn(await openStage(), async (terminal, take) => {
		await terminal.waitFor('Pat Practice');
		terminal.type('w');
		await terminal.waitFor(/Workspaces +12.*reload/s);
		take('Workspaces: sizes, IDs, filter');
		terminal.type('m');
		await terminal.waitFor(/All models +48.*reload/s);
		terminal.type('/');
		await terminal.waitFor('to the list');
		terminal.type('plan');
		await terminal.waitFor('17 of 48');
		take('Models: filtered as you type');
	});
}

async function profiles(): Promise<string> {
	const stage = await openStage();
	await signIn(stage, 'emea', {ANAPLAN_REGION: 'eu3'}, {email: 'robin.rehearsal@example.com'});
	await signIn(stage, 'sandbox');

	return drawn(stage, async (terminal, take) => {
		await terminal.waitFor('Pat Practice');
		terminal.type('s');
		await terminal.waitFor('sandbox');
		take('Profiles: several sign-ins side by side');
	});
}

/** Opens the screens on a stage, lets `act` go through them, and draws what it takes. */
async function drawn(
	stage: Stage,
	act: (terminal: TerminalSession, take: (title: string) => void) => Promise<void>,
): Promise<string> {
	const port = await freePort();
	const {ANAPLAN_CLIENT_SECRET, ...client} = clientVariables(stage);
	const terminal = new TerminalSession(
		'sh',
		['-c', 'exec anaplan-tui'],
		{columns, rows},
		{...stage.environment, ...client, ANAPLAN_TUI_PORT: String(port)},
		stage.folder,
	);
	const replacements: ReadonlyArray<readonly [string, string]> = [
		[stage.folder, '/home/pat'],
		[stage.tenant.origin, 'https://us1a.app.anaplan.com'],
		[`127.0.0.1:${port}`, '127.0.0.1:5000'],
	];
	const captures: Capture[] = [];
	try {
		// Drawn is not yet listening: what is typed too early, the terminal itself would show.
		await terminal.waitFor(() => terminal.bracketedPaste());
		await act(terminal, title => {
			captures.push(capture(title, terminal, columns, rows, replacements));
		});
		return picture(captures, columns);
	} finally {
		await terminal.close();
		await stage.close();
	}
}
