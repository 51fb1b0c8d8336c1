import {describe, expect, test} from 'vitest';
import {
	diagnose,
	diagnoseHosts,
	diagnoseProfile,
	diagnoseSession,
	type Facts,
	type Finding,
} from '../../source/core/diagnosis.ts';
import type {Session} from '../../source/core/oauth/session.ts';
import {problem} from '../../source/core/problem.ts';
import {Secret} from '../../source/core/secret.ts';
import {type EpochMs, epochMs, hour, minute} from '../../source/core/time.ts';

const now = epochMs(1_800_000_000_000);

const sound: Facts = {
	nodeVersion: 'v20.20.2',
	platform: 'linux x64',
	folder: '/home/pat/.config/anaplan-tui',
	store: {settings: undefined, credentials: undefined, writing: undefined},
	looseModes: [],
	storageKind: 'sealed',
	wantedStorage: 'auto',
	keychain: undefined,
	proxies: [],
	proxyTrouble: undefined,
	extraCertificates: undefined,
	systemCertificates: true,
	hasDisplay: true,
	places: [],
	terminal: {isTerminal: true, columns: 80, rows: 24, type: 'xterm'},
	portTrouble: undefined,
	variables: [],
};

const finding = (name: string, findings: readonly Finding[]): Finding | undefined =>
	findings.find(one => one.name === name);

test('A computer where everything is in order has nothing but ok.', () => {
	expect(diagnose(sound).every(({verdict}) => verdict === 'ok')).toBe(true);
});

describe('The store', () => {
	test.each(['settings', 'credentials', 'writing'] as const)(
		'that fails at %s is a problem with its own words and fix.',
		part => {
			const trouble = problem('store_unreadable', {message: 'It is damaged.', hint: 'Mend it.'});
			const findings = diagnose({...sound, store: {...sound.store, [part]: trouble}});
			expect(finding('Store', findings)).toEqual({
				name: 'Store',
				verdict: 'problem',
				message: 'It is damaged.',
				fix: 'Mend it.',
			});
		},
	);
});

describe('A keychain that does not answer', () => {
	const keychain = problem('keychain_unavailable');
	test.each([
		['sealed', 'auto', 'problem'],
		['file', 'keychain', 'problem'],
		['file', 'auto', 'notice'],
		['file', 'file', 'ok'],
	] as const)('with a %s store and storage %s is: %s.', (storageKind, wantedStorage, verdict) => {
		const findings = diagnose({...sound, storageKind, wantedStorage, keychain});
		expect(finding('Keychain', findings)?.verdict).toBe(verdict);
	});
});

test('A proxy is named by variable and host; one that cannot be read is a problem.', () => {
	const named = diagnose({...sound, proxies: [['HTTPS_PROXY', 'proxy.example:8080']]});
	expect(finding('Proxy', named)).toMatchObject({
		verdict: 'ok',
		message: 'HTTPS_PROXY=proxy.example:8080.',
	});
	const broken = diagnose({...sound, proxyTrouble: problem('usage', {message: 'It is broken.'})});
	expect(finding('Proxy', broken)).toMatchObject({verdict: 'problem', message: 'It is broken.'});
});

test.each([
	['unreadable', 'cannot be read'],
	['notPem', 'no certificate'],
] as const)('Extra certificates that are %s are a problem.', (state, words) => {
	const findings = diagnose({...sound, extraCertificates: {path: '/ca.pem', state}});
	expect(finding('Certificates', findings)).toMatchObject({verdict: 'problem'});
	expect(finding('Certificates', findings)?.message).toContain(words);
});

test('A window that is too small and one that is no terminal are told, with what to do.', () => {
	const small = {...sound.terminal, columns: 39};
	expect(finding('Terminal', diagnose({...sound, terminal: small}))?.fix).toContain('40×12');
	const none = {...sound.terminal, isTerminal: false};
	expect(finding('Terminal', diagnose({...sound, terminal: none}))?.fix).toContain('--plain');
});

test('Variables are named, and never shown.', () => {
	const findings = diagnose({...sound, variables: ['ANAPLAN_CLIENT_SECRET']});
	expect(finding('Variables', findings)?.message).toContain('ANAPLAN_CLIENT_SECRET');
});

describe('The sign-in', () => {
	const session = (changes: Partial<Session> = {}): Session => ({
		accessToken: new Secret('access token', 'sentinel-access'),
		scope: 'openid',
		requestedScope: 'openid',
		obtainedAt: now,
		expiresAt: epochMs(now + 35 * minute),
		refreshToken: {token: new Secret('refresh token', 'sentinel-refresh'), obtainedAt: now},
		...changes,
	});
	const withoutRefresh = (): Session => {
		const {refreshToken: _, ...rest} = session();
		return rest;
	};

	const later = (ms: number): EpochMs => epochMs(now + ms);
	test.each([
		['nobody', undefined, now, 'notice'],
		['fresh', session(), now, 'ok'],
		['expired, to be refreshed', session(), later(hour), 'ok'],
		['expired without a refresh token', withoutRefresh(), later(hour), 'problem'],
		['ended', session({endedAt: now}), now, 'problem'],
	] as const)('that is %s is judged.', (_what, stored, at, verdict) => {
		expect(diagnoseSession(stored, at)).toMatchObject({name: 'Sign-in', verdict});
	});

	test('from the future is a clock that was set back.', () => {
		expect(diagnoseSession(session(), later(-hour))).toMatchObject({
			name: 'Clock',
			verdict: 'problem',
		});
	});
});

test('Hosts that answer are ok, one that fails tells why, and the clock is compared.', () => {
	const answered = (clockOffsetMs: number) =>
		({kind: 'answered', tookMs: 12.4, clockOffsetMs}) as const;
	const findings = diagnoseHosts([
		{name: 'oauth', url: 'https://o', outcome: answered(61 * minute)},
		{name: 'auth', url: 'https://a', outcome: {kind: 'failed', problem: problem('tls_untrusted')}},
	]);
	expect(findings.map(({name, verdict}) => [name, verdict])).toEqual([
		['OAuth host', 'ok'],
		['Authentication host', 'problem'],
		['Clock', 'problem'],
	]);
	expect(findings[2]?.message).toContain('ahead of');
	const agreeing = diagnoseHosts([{name: 'api', url: 'https://i', outcome: answered(-minute)}]);
	expect(agreeing.every(({verdict}) => verdict === 'ok')).toBe(true);
});

test.each([
	['option', '“prod”, as --profile says.'],
	['variable', '“prod”, as ANAPLAN_PROFILE says.'],
	['store', '“prod”, the current one of the store.'],
] as const)('the profile is told, and that the %s has chosen it', (by, message) => {
	expect(diagnoseProfile({name: 'prod', by}, ['prod'])).toEqual({
		name: 'Profile',
		verdict: 'ok',
		message,
	});
});

test('a profile that is named and not stored is no ok', () => {
	expect(diagnoseProfile({name: 'nope', by: 'option'}, ['prod'])).toMatchObject({
		verdict: 'notice',
		message: '“nope”, as --profile says, is not stored.',
	});
});
