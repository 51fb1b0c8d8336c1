import {readdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {PracticeTenant} from '../../source/practice/practice-tenant.ts';
import {run} from '../helpers/run.ts';
import {practiceTenant, signedInHome} from '../helpers/signed-in.ts';
import {credentialsFile, storedCredentials, storedSession} from '../helpers/stored.ts';

/**
 * A home whose last writer was killed when its file was whole and not in its place yet: a refresh had
 * used up the refresh token that is stored, and brought the tokens that are given.
 */
async function killedWriter(tenant: PracticeTenant, before: 'signedIn' | 'signedOut' = 'signedIn') {
	const home = await signedInHome(tenant);
	await signedInHome(tenant, {home, profile: 'other'});
	const file = credentialsFile(home);
	const document = JSON.parse(readFileSync(file, 'utf8'));
	const {session} = document.profiles.default;
	tenant.revokeRefreshTokens();
	const reply = tenant.issue();
	const refreshToken = {token: reply.refresh_token, obtainedAt: session.obtainedAt};
	document.profiles.default.session = {...session, accessToken: reply.access_token, refreshToken};
	writeFileSync(`${file}.tmp-17643000001a2b3c`, JSON.stringify(document), {mode: 0o600});
	if (before === 'signedOut') {
		delete document.profiles.default.session;
		writeFileSync(file, JSON.stringify(document), {mode: 0o600});
	}

	const earlier = new Date(Date.now() - 5000);
	utimesSync(file, earlier, earlier);
	return {home, reply};
}

const leftoversIn = (home: string) =>
	readdirSync(path.dirname(credentialsFile(home))).filter(name => name.includes('.tmp-'));

const isHonoured = async (tenant: PracticeTenant, accessToken: string) => {
	const asked = await fetch(`${tenant.origin}/2/0/users/me`, {
		headers: {authorization: `Bearer ${accessToken}`},
	});
	return asked.ok;
};

describe('Tokens that were written whole when their writer was killed', () => {
	test.each([
		'validate',
		'profiles use other',
		'profiles remove other --yes',
		'profiles rename other another',
	])('are not lost over %s', async words => {
		const tenant = await practiceTenant();
		const {home, reply} = await killedWriter(tenant);
		expect(await run(words.split(' '), {home})).toMatchObject({code: 0});
		expect(storedSession(home).accessToken).toBe(reply.access_token);
		expect(await run(['refresh', '--profile', 'default'], {home})).toMatchObject({code: 0});
		expect(leftoversIn(home)).toEqual([]);
		expect(tenant.violations).toEqual([]);
	});

	test.each(['signedIn', 'signedOut'] as const)(
		'are ended by a logout, and nothing of them is left (%s before)',
		async before => {
			const tenant = await practiceTenant();
			const {home, reply} = await killedWriter(tenant, before);
			expect(await isHonoured(tenant, reply.access_token)).toBe(true);
			expect(await run(['logout'], {home})).toMatchObject({code: 0, stderr: ''});
			expect(await isHonoured(tenant, reply.access_token)).toBe(false);
			expect(storedCredentials(home).session).toBeUndefined();
			expect(leftoversIn(home)).toEqual([]);
			expect(await run(['logout'], {home})).toMatchObject({code: 4});
		},
	);

	test.each(['signedIn', 'signedOut'] as const)(
		'are forgotten by a logout on this computer only (%s before)',
		async before => {
			const tenant = await practiceTenant();
			const {home} = await killedWriter(tenant, before);
			expect(await run(['logout', '--local'], {home})).toMatchObject({code: 0});
			expect(storedCredentials(home).session).toBeUndefined();
			expect(leftoversIn(home)).toEqual([]);
			expect(tenant.requests).toEqual([]);
		},
	);
});
