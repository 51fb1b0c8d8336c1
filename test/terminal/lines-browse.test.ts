import {expect, test} from 'vitest';
import {hostVariables, practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import type {TerminalSession} from '../helpers/terminal-session.ts';
import {expectLinesOnly, openLines, pick} from './lines.ts';

/** Answers the question of a list, and waits for what is said then. */
async function answer(
	terminal: TerminalSession,
	text: string,
	then: string | RegExp,
): Promise<string> {
	await terminal.waitFor(() => /says the list again: $/.test(terminal.bytes()));
	const before = terminal.bytes().length;
	terminal.type(`${text}\r`);
	const said = () => terminal.bytes().slice(before).replaceAll('\r', '');
	await terminal.waitFor(() =>
		typeof then === 'string' ? said().includes(then) : then.test(said()),
	);
	return said();
}

test('Workspaces and models are listed in pages, filtered by words, looked at and copied, in lines alone.', async () => {
	const tenant = await practiceTenant({workspaceCount: 3, modelCount: 45});
	const home = await signedInHome(tenant);
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await pick(terminal, 'List workspaces and models', 'Here are the workspaces: 3, by name.');
	await answer(terminal, 'm', 'Here are all models: 45, by name.');
	const second = await answer(terminal, 'n', /^40\. /m);
	expect([...second.matchAll(/^\d+\. /gm)]).toHaveLength(20);
	await answer(terminal, 'n', /^45\. /m);
	await answer(terminal, 'n', 'This is the last page.');
	await answer(terminal, '99', 'That is none of these.');
	await answer(terminal, 'p', /^21\. /m);

	const [, name = ''] = /^21\. (.*?), /m.exec(terminal.screen()) ?? [];
	await answer(terminal, `/${name}`, `with the words ${name}`);
	await answer(terminal, '1', `Model: ${name}`);
	expectLinesOnly(terminal);
	await pick(terminal, 'Copy the ID', 'ID sent to the terminal, not confirmed: ');
	expect(terminal.clipboard()[0]).toMatch(/^[\dA-F]{32}$/i);
	await pick(terminal, 'Go back to the list', 'A number');
	await answer(terminal, 'b', 'The filter is cleared.');
	await answer(terminal, 'b', 'Here are the workspaces');
	await answer(terminal, '1', 'Bytes allowed:');
	await pick(terminal, 'List its models', 'Here are the models of');
	await answer(terminal, 'b', 'Here are the workspaces');
	await answer(terminal, 'b', '1. Say who is signed in');
	expect(tenant.violations).toEqual([]);
});

test('The question of a list offers only what changes something in it.', async () => {
	const tenant = await practiceTenant();
	const home = await signedInHome(tenant);
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await pick(terminal, 'List workspaces and models', /s sort, m all models, r load again/);
	await answer(terminal, 'a', 'That is none of these.');
	await answer(terminal, 'm', /s sort, a hide archived, r load again/);
	await answer(terminal, 'm', 'That is none of these.');
	await answer(terminal, 'a', /archived ones hidden.*s sort, a show archived, r load again/s);
});

test('A list that cannot be fetched says why, and r loads it again.', async () => {
	const tenant = await practiceTenant({scenarios: [{endpoint: 'workspaces', name: 'serverError'}]});
	const home = await signedInHome(tenant);
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await pick(terminal, 'List workspaces and models', 'Problem: ');
	await terminal.waitFor('The workspaces could not be loaded; r loads them again.');
	expect(terminal.screen()).not.toContain('Here are');
	tenant.clearScenarios();
	await answer(terminal, 'r', /Here are the workspaces: \d+, by name\./);
});

test('A list that Anaplan is too busy for says so while it waits.', async () => {
	const tenant = await practiceTenant({
		scenarios: [{endpoint: 'workspaces', name: 'rateLimited', retryAfterS: 2, times: 1}],
	});
	const home = await signedInHome(tenant);
	const terminal = openLines([], {home, env: hostVariables(tenant)});
	await pick(terminal, 'List workspaces and models', 'Here are the workspaces');
	expect(terminal.screen()).toMatch(
		/Loading the workspaces\.\s+Anaplan is busy; trying again in 2 s …\s+Here are/,
	);
	expect(tenant.violations).toEqual([]);
});
