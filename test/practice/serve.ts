/**
 * A practice tenant to try the program on by hand: `npm run tenant -- token:serverError:times=2`.
 * What leads the program to it is in dist/tenant.env, for `node --env-file`; the store is a new one.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import type {Endpoint, Scenario} from '../../source/practice/scenario.ts';
import {tenantVariables} from '../../source/practice/tenant-variables.ts';

const endpoints: Readonly<Record<Endpoint | 'all', true>> = {
	all: true,
	token: true,
	'device/code': true,
	validate: true,
	'session/refresh': true,
	logout: true,
	'users/me': true,
	workspaces: true,
	models: true,
};

const names: Readonly<Record<Scenario['name'], true>> = {
	serverError: true,
	rateLimited: true,
	unauthorized: true,
	html: true,
	forbidden: true,
	notFound: true,
	htmlForbidden: true,
	empty: true,
	huge: true,
	hang: true,
	cut: true,
	truncated: true,
	wrongTypes: true,
	shortPage: true,
	slowBody: true,
	slow: true,
	wrongClock: true,
	noRefreshToken: true,
	narrowScope: true,
};

/** `ENDPOINT:NAME[:KEY=VALUE,…]`, with the keys of source/practice/scenario.ts. */
function readScenario(word: string): Scenario {
	const [endpoint = '', name = '', details = ''] = word.split(':');
	if (!(endpoint in endpoints && name in names)) {
		throw new Error(
			`${word} is no ENDPOINT:NAME[:KEY=VALUE,…]. Endpoints: ${Object.keys(endpoints).join(' ')}. Names: ${Object.keys(names).join(' ')}.`,
		);
	}

	const values = details
		.split(',')
		.filter(Boolean)
		.map(pair => pair.split('='))
		.map(([key, value = 'true']) => [
			key,
			/^[\d.-]+$|^true$/.test(value) ? JSON.parse(value) : value,
		]);
	return {endpoint, name, ...Object.fromEntries(values)} as Scenario;
}

const tenant = await startPracticeTenant({
	content: 'demo',
	scenarios: process.argv.slice(2).map(readScenario),
});
const variables = {
	...tenantVariables(tenant),
	ANAPLAN_TUI_HOME: mkdtempSync(path.join(tmpdir(), 'anaplan-tui-tenant-')),
	ANAPLAN_TUI_STORAGE: 'file',
};
const file = path.join(import.meta.dirname, '../../dist/tenant.env');
writeFileSync(
	file,
	Object.entries(variables)
		.map(([name, value]) => `${name}=${value}\n`)
		.join(''),
);
process.stdout.write(
	`The practice tenant listens on ${tenant.origin}; its device client is ${tenant.clients.device.clientId}.\nIn another terminal: node --env-file=dist/tenant.env dist/cli.js\nCtrl+C ends it.\n`,
);
// It keeps no process alive by itself.
setInterval(() => undefined, 2 ** 30);
