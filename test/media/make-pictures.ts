/** Makes the pictures of README from a real run of the built program: `npm run media`. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {signInAsPerson} from '../../source/practice/person.ts';
import {startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import {builtProgram, childEnvironment} from '../helpers/child-environment.ts';
import {TerminalSession} from '../helpers/terminal-session.ts';
import {type Capture, capture, picture} from './screen-picture.ts';

const columns = 92;
const rows = 22;
const home = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-media-'));
const tenant = await startPracticeTenant();
const {clientId, clientSecret, redirectUri} = tenant.clients.authorizationCode;
const session = new TerminalSession(
	process.execPath,
	[builtProgram],
	{columns, rows},
	childEnvironment(home, {
		ANAPLAN_CLIENT_ID: clientId,
		ANAPLAN_REDIRECT_URI: redirectUri,
		ANAPLAN_OAUTH_URL: tenant.origin,
		ANAPLAN_AUTH_URL: tenant.origin,
		ANAPLAN_API_URL: tenant.origin,
	}),
	home,
);

const captures: Capture[] = [];
const take = (title: string) => {
	captures.push(capture(title, session.buffer(), columns, rows));
};

try {
	await session.waitFor('Client secret');
	await session.paste(clientSecret);
	await session.waitFor('48 characters');
	take('Setup: the OAuth client');
	session.press('enter');
	await session.waitFor('Sign in with your browser');
	take('Authorize: the way to the browser');
	session.type('p');
	const plain = await session.waitFor('Press Enter to return');
	const url = (/http.*?(?=\n\s*\n)/s.exec(plain)?.[0] ?? '').replace(/\s/g, '');
	session.press('enter');
	await session.waitFor('Sign in with your browser');
	session.press('enter');
	await session.waitFor('Bring back the address');
	await session.paste(await signInAsPerson(url));
	await session.waitFor('code found');
	take('Callback: checked before anything is sent');
	session.press('enter');
	await session.waitFor('Pat Practice');
	session.type('r');
	await session.waitFor('Refreshed');
	session.type('v');
	await session.waitFor('Valid at Anaplan');
	take('Profile: who you are, and how long the token lasts');
	writeFileSync(new URL('../../media/journey.svg', import.meta.url), picture(captures, columns));
} finally {
	await session.close();
	await tenant.close();
	rmSync(home, {recursive: true, force: true});
}
