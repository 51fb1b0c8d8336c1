import {describe, expect, test} from 'vitest';
import {emptyDraft} from '../../source/core/oauth/client.ts';
import {problem} from '../../source/core/problem.ts';
import type {AwaitingDevice, State} from '../../source/core/sign-in/flow.ts';
import {minute, second} from '../../source/core/time.ts';
import {authorization, awaiting, awaitingElsewhere, deviceClient, page} from '../helpers/device.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {after, sentinel, sessionNamed} from '../helpers/samples.ts';
import {fakeFlow, openScreens, type ScreenSession} from '../helpers/screen.tsx';

// Its types need those of a browser, which this program has nothing to do with.
const decoder: string = 'qr/decode.js';
const {default: decodeQR} = (await import(decoder)) as {
	default: (image: {width: number; height: number; data: Uint8ClampedArray}) => string;
};

const complete = `${page}?user_code=1GMV-ATBA`;
const {verificationUriComplete: _, ...withoutComplete} = authorization;
const setup: State = {
	status: 'setup',
	attempt: 0,
	draft: {...emptyDraft, grant: 'device_code', clientId: 'device-client-1'},
};
const trouble = problem('network_unreachable');
const states: Readonly<Record<string, State>> = {
	'setup, device': setup,
	requestingDeviceCode: {status: 'requestingDeviceCode', attempt: 1, client: deviceClient},
	awaitingDevice: awaiting,
	'awaitingDevice, asking': {...awaiting, polling: 'underWay'},
	'awaitingDevice, in trouble': {
		...awaiting,
		trouble,
		notice: {kind: 'problem', problem: problem('no_browser')},
	},
	'awaitingDevice, elsewhere': awaitingElsewhere,
	'awaitingDevice, long code': {
		...awaiting,
		authorization: {
			...authorization,
			userCode: 'ABCDEFGHIJ-KLMNOPQRST-UVWXYZABCDEF-GHIJK',
			verificationUri: `https://iam.anaplan.com/${'long/'.repeat(60)}`,
			verificationUriComplete: `https://iam.anaplan.com/${'long/'.repeat(60)}?x`,
		},
	},
	'exchanging, device': {
		status: 'exchanging',
		attempt: 1,
		client: deviceClient,
		step: {kind: 'storingTokens', session: sessionNamed('one')},
	},
	'signInFailed, device': {
		status: 'signInFailed',
		attempt: 1,
		client: deviceClient,
		problem: problem('device_code_expired'),
		recovery: {kind: 'newSignIn'},
	},
};

describe.each(Object.entries(states))('%s', (_name, state) => {
	test.each([
		[120, 40],
		[80, 24],
		[40, 12],
	])('fits into %d×%d, with its keys on the last line', async (columns, rows) => {
		const screen = await openScreens(fakeFlow(state), {columns, rows});
		expect(
			screen
				.lines()
				.at(rows - 2)
				?.trim(),
		).toBe(screen.footer());
		expect(screen.footer()).toContain('Ctrl+C');
		expect(screen.hasOverflow()).toBe(false);
		expectNoSecrets([sentinel], ...screen.frames, screen.written);
	});
});

/** The QR code of a screen as a camera would read it, with the dark screen around it. */
function readQr(screen: ScreenSession): string {
	const lines = screen.lines();
	const top = lines.findIndex(line => /█{20}/.test(line));
	const left = lines[top]?.search(/█{20}/) ?? 0;
	const modules = /█+/.exec(lines[top]?.slice(left) ?? '')?.[0].length ?? 0;
	const isLight = (x: number, y: number) => {
		const cell = x >= 0 && x < modules ? lines[top + Math.floor(y / 2)]?.charAt(left + x) : ' ';
		return cell === '█' || cell === (y % 2 === 0 ? '▀' : '▄');
	};
	const scale = 6;
	const around = 4;
	const side = (modules + 2 * around) * scale;
	const data = new Uint8ClampedArray(side * side * 4);
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const [moduleX = 0, moduleY = 0] = [x, y].map(at => Math.floor(at / scale) - around);
			const shade = moduleY >= 0 && moduleY < modules && isLight(moduleX, moduleY) ? 255 : 0;
			data.set([shade, shade, shade, 255], (y * side + x) * 4);
		}
	}

	return decodeQR({width: side, height: side, data});
}

describe('the Device screen', () => {
	test('at 80×24 shows the code, the page, a link and a QR code with the code in it', async () => {
		const screen = await openScreens(fakeFlow(awaiting));
		const text = screen.text();
		expect(text).toMatch(/ 1GMV-ATBA /);
		expect(text).toContain('1  https://iam.anaplan.com/activate');
		expect(text).toContain('15 min 0 s');
		expect(text).toMatch(/asked again\s.*\s+in 5 s\./);
		expect(screen.written).toContain(`\u001B]8;;${complete}\u0007`);
		expect(readQr(screen)).toBe(complete);
	});

	test('at 40×12 has no QR code, and all that matters', async () => {
		const screen = await openScreens(fakeFlow(awaiting), {columns: 40, rows: 12});
		const text = screen.text();
		expect(text).toMatch(/ 1GMV-ATBA$/m);
		expect(text).toContain('1  https://iam.anaplan.com/activate');
		expect(text).toContain('15 min 0 s');
		expect(text).not.toMatch(/[█▀▄]/);
		expect(screen.footer()).toBe('o open  c copy  Esc back  Ctrl+C leave');
	});

	test('leaves out the scheme of an address only where it does not fit otherwise', async () => {
		const address = `https://iam.anaplan.com/${'long/'.repeat(3)}`;
		const state = {...awaiting, authorization: {...withoutComplete, verificationUri: address}};
		const narrow = await openScreens(fakeFlow(state), {columns: 40, rows: 12});
		expect(narrow.text()).toContain(`1  ${address.replace('https://', '')}`);
		const wide = await openScreens(fakeFlow(state), {columns: 60, rows: 24});
		expect(wide.text()).toContain(`1  ${address}`);
	});

	test('does without the address that holds the code', async () => {
		const screen = await openScreens(
			fakeFlow({...awaiting, authorization: withoutComplete} as AwaitingDevice),
		);
		expect(screen.written).toContain(`\u001B]8;;${page}\u0007`);
		expect(readQr(screen)).toBe(page);
	});

	test.each([
		[120, 40],
		[80, 24],
		[40, 12],
	])(
		'at %d×%d says of a page that is not Anaplan’s on which host it is, and links, draws and opens nothing',
		async (columns, rows) => {
			const fake = fakeFlow(awaitingElsewhere);
			const screen = await openScreens(fake, {columns, rows});
			const text = screen.text();
			expect(text.replaceAll(/\s+/g, ' ')).toContain(
				'! Not a page of Anaplan’s: it is on login.anaplan.example. Sign in there only if you trust it.',
			);
			expect(text).toContain('login.anaplan.example/activate');
			expect(text).toContain(' 1GMV-ATBA');
			expect(text).toContain('The code is valid for');
			expect(text).not.toMatch(/[█▀▄]/);
			expect(text).not.toContain('o open');
			expect(screen.written).not.toContain('\u001B]8;;https://login');
			await screen.press('o', 'c');
			expect(fake.effects).toEqual([
				{
					type: 'copyText',
					what: 'deviceAddress',
					text: awaitingElsewhere.authorization.verificationUriComplete,
				},
			]);
		},
	);

	test('counts down, and says when Anaplan is asked', async () => {
		const fake = fakeFlow({...awaiting, nextPollAt: after(5 * second)});
		const screen = await openScreens(fake);
		fake.pass(2 * second);
		await screen.until('14 min 58 s');
		await screen.until(/asked again\s.*\s+in 3 s\./);
		fake.pass(3 * second);
		fake.dispatch({type: 'secondPassed'});
		await screen.until('Asking Anaplan …');
		expect(fake.effects.map(({type}) => type)).toEqual(['pollDevice']);
		fake.dispatch({
			type: 'devicePolled',
			attempt: 1,
			client: deviceClient,
			poll: {kind: 'trouble', problem: trouble},
		});
		await screen.until('Anaplan could not be reached.');
		fake.pass(15 * minute);
		fake.dispatch({type: 'secondPassed'});
		await screen.until('The device code has expired.');
		expect(screen.text()).toContain('not approved');
	});

	test('o opens the address, c copies it, Esc goes back to the same settings', async () => {
		const fake = fakeFlow(awaiting);
		const screen = await openScreens(fake);
		await screen.press('o');
		await screen.press('c');
		expect(fake.effects).toEqual([
			{type: 'openBrowser', attempt: 1, url: complete},
			{type: 'copyText', what: 'deviceAddress', text: complete},
		]);
		fake.dispatch({type: 'copied', what: 'deviceAddress', route: 'system'});
		await screen.until('The address was copied.');
		await screen.press('esc');
		await screen.until('▸ Client ID');
		expect(screen.text()).toContain('device-client-1');
		expect(screen.text()).toMatch(/Grant +Device/);
	});
});

describe('the grant on Setup', () => {
	test('is chosen first, hides secret and redirect URI, and keeps what was typed', async () => {
		const fake = fakeFlow({status: 'setup', attempt: 0, draft: emptyDraft});
		const screen = await openScreens(fake);
		await screen.type('client-1');
		await screen.press('up');
		await screen.until('‹ Authorization code ›');
		expect(screen.text()).toContain('single sign-on works');
		await screen.press('right');
		const text = await screen.until('‹ Device ›');
		expect(text).not.toContain('Client secret');
		expect(text).not.toContain('Redirect URI');
		expect(text).toContain('Type: Device grant');
		expect(text.replaceAll(/\s+/g, ' ')).toContain(
			'Users of single sign-on cannot use the device grant, unless an administrator has made them exception users.',
		);
		await screen.press('enter');
		await screen.untilTrue(() => fake.state().status === 'preparing');
		expect(fake.state()).toMatchObject({
			client: {grant: 'device_code', clientId: 'client-1'},
		});
	});

	test('is typed, and changed back', async () => {
		const screen = await openScreens(fakeFlow(setup));
		await screen.press('up');
		await screen.type('a');
		await screen.until('‹ Authorization code ›');
		expect(screen.text()).toContain('Redirect URI');
		await screen.type('d');
		await screen.until('‹ Device ›');
		await screen.paste('pasted');
		await screen.until('This is a choice');
	});

	test('says at 40×12 that single sign-on users cannot use it', async () => {
		const screen = await openScreens(fakeFlow(setup), {columns: 40, rows: 12});
		expect(screen.text().replaceAll(/\s+/g, ' ')).toContain(
			'Users of single sign-on cannot use the device grant',
		);
	});
});
