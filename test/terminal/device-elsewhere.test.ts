import {expect, test} from 'vitest';
import {apiServer} from '../helpers/api-server.ts';
import {start} from '../helpers/run.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {openLines} from './lines.ts';
import {sentence} from './sign-in.ts';

const page = 'https://login.anaplan.example/activate';
const careful =
	'Not a page of Anaplan’s: it is on login.anaplan.example. Sign in there only if you trust it.';

/** An authorization server whose page is on a host that nobody expects. It names no pause, and the second poll brings tokens. */
async function elsewhere() {
	let polls = 0;
	const json = (status: number, value: unknown) => ({
		status,
		headers: {'content-type': 'application/json'},
		body: JSON.stringify(value),
	});
	const {origin, requests} = await apiServer(({url}) => {
		if (url.startsWith('/oauth/device/code')) {
			return json(200, {
				device_code: 'a-device-code',
				user_code: '1GMV-ATBA',
				verification_uri: page,
				verification_uri_complete: `${page}?user_code=1GMV-ATBA`,
				interval: 0.2,
			});
		}

		if (url.startsWith('/oauth/token')) {
			polls++;
			return polls === 1
				? json(403, {error: 'authorization_pending'})
				: json(200, {
						access_token: 'an-access-token',
						refresh_token: 'a-refresh-token',
						token_type: 'Bearer',
						expires_in: 2100,
					});
		}

		return json(200, {
			user: {id: '1', email: 'pat@example.com', firstName: 'Pat', lastName: 'Practice'},
		});
	});
	const env = {
		ANAPLAN_CLIENT_ID: 'device-client-1',
		ANAPLAN_OAUTH_URL: origin,
		ANAPLAN_AUTH_URL: origin,
		ANAPLAN_API_URL: origin,
	};
	return {env, requests};
}

test('login --device --plain says on which other host the page is, gives the address as it came, and waits.', async () => {
	const {env} = await elsewhere();
	const running = start(['login', '--device', '--plain'], {env});
	running.end();
	const {code, stdout, stderr} = await running.exit();
	expect(stderr).toContain(`Careful: ${careful}\n`);
	expect(stdout).toBe(
		`Code: 1GMV-ATBA\n${page}?user_code=1GMV-ATBA\nSigned in as pat@example.com\n`,
	);
	expect(code).toBe(0);
});

test('The screens say on which other host the page is, and link and open nothing.', async () => {
	const {env} = await elsewhere();
	const terminal = openTerminal(['login', '--device'], {env});
	await terminal.waitFor(sentence('pat@example.com'));
	const seen = terminal.bytes();
	expect(seen).toContain('Not a page of Anaplan’s: it is on login.anaplan.example.');
	expect(seen).toContain(page);
	expect(seen).not.toContain(`\x1b]8;;${page}`);
	expect(seen).not.toContain('open browser');
});

test('The lines say on which other host the page is, and do not offer to open it.', async () => {
	const {env} = await elsewhere();
	const terminal = openLines(['login', '--device'], {env});
	const screen = await terminal.waitFor('pat@example.com');
	expect(screen).toContain(`Careful: ${careful}\n`);
	expect(screen).toContain(`Address: ${page}?user_code=1GMV-ATBA\n`);
	expect(screen).not.toContain('Open the address');
});
