import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {signInAsPerson} from '../../source/practice/person.ts';
import {builtProgram} from '../helpers/child-environment.ts';
import {practiceTenant, tenantVariables} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {openTerminal} from '../helpers/terminal.ts';
import {expectDiscreet, expectSane, sentence, shown} from './sign-in.ts';

const has = (program: string): boolean =>
	spawnSync(program, ['-V'], {stdio: 'ignore'}).error === undefined;

type Multiplexer = {
	readonly command: readonly [string, ...string[]];
	readonly env?: Readonly<Record<string, string>>;
};

/** Each as it comes, without anybody's settings, around the program. */
const multiplexers: Readonly<Record<string, (home: string) => Multiplexer>> = {
	tmux(home) {
		const socket = path.join(home, 'tmux');
		onTestFinished(() => {
			spawnSync('tmux', ['-S', socket, 'kill-server'], {stdio: 'ignore'});
		});
		return {command: ['tmux', '-S', socket, '-f', '/dev/null', '-u', 'new-session']};
	},
	screen(home) {
		const env = {SCREENDIR: path.join(home, 'screen')};
		onTestFinished(() => {
			spawnSync('screen', ['-X', 'quit'], {stdio: 'ignore', env: {...process.env, ...env}});
		});
		return {command: ['screen', '-U', '-c', '/dev/null'], env};
	},
};

describe.each(['tmux', 'screen'])('%s', name => {
	test.skipIf(!has(name)).each(['xterm-256color', 'vt100'])(
		'in %s a sign-in works as without it, and leaves the terminal as it was.',
		async TERM => {
			const tenant = await practiceTenant();
			const home = tempHome();
			const {command, env} = multiplexers[name]?.(home) ?? {command: [name]};
			const terminal = openTerminal([], {
				home,
				env: {...tenantVariables(tenant), ...env, TERM},
				command: [...command, process.execPath, builtProgram],
			});
			await terminal.waitFor(shown.authorize);
			terminal.press('p');
			await terminal.waitFor(shown.plainView);
			const url = /http\S+state=[\w-]{43}/.exec(terminal.screen().replaceAll('\n', ''))?.[0] ?? '';
			terminal.press('enter');
			await terminal.waitFor(shown.authorize);
			terminal.press('enter');
			await terminal.waitFor(shown.callback);
			const address = await signInAsPerson(url);
			await terminal.paste(address);
			await terminal.waitFor(sentence('code found, state matches'));
			terminal.press('enter');
			const profile = await terminal.waitFor('Pat Practice');
			expect(profile.split('\n').length).toBeLessThanOrEqual(24);
			terminal.press('r');
			await terminal.waitFor('Refreshed.');
			terminal.resize(60, 20);
			await terminal.waitFor('Refreshed.');
			terminal.press('q');
			await terminal.exit();
			expectSane(terminal);
			expectDiscreet(terminal, {tenant, home, addresses: [address]});
			expect(tenant.violations).toEqual([]);
		},
	);
});

test.skipIf(!has('screen'))(
	'screen passes a copied URL on to the terminal around it.',
	async () => {
		const tenant = await practiceTenant();
		const home = tempHome();
		const {command, env} = multiplexers['screen']?.(home) ?? {command: ['screen']};
		const terminal = openTerminal([], {
			home,
			env: {...tenantVariables(tenant), ...env},
			command: [...command, process.execPath, builtProgram],
		});
		await terminal.waitFor(shown.authorize);
		terminal.press('c');
		await terminal.waitFor('was sent to the terminal');
		await terminal.waitFor(() => terminal.clipboard().length > 0);
		expect(terminal.clipboard()).toEqual([expect.stringMatching(/^http\S+state=[\w-]+$/)]);
	},
);

test.skipIf(!has('tmux')).each([
	['set-clipboard', ['set-option', '-s', 'set-clipboard', 'on']],
	['allow-passthrough', ['set-option', '-g', 'allow-passthrough', 'on']],
])('tmux passes a copied URL on with %s.', async (_what, setting) => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const {command} = multiplexers['tmux']?.(home) ?? {command: ['tmux']};
	const terminal = openTerminal([], {
		home,
		env: tenantVariables(tenant),
		command: [...command, process.execPath, builtProgram],
	});
	await terminal.waitFor(shown.authorize);
	spawnSync('tmux', ['-S', path.join(home, 'tmux'), ...setting]);
	terminal.press('c');
	await terminal.waitFor('was sent to the terminal');
	await terminal.waitFor(() => terminal.clipboard().length > 0);
	expect(terminal.clipboard()[0]).toMatch(/^http\S+state=[\w-]+$/);
});
