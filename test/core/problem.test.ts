import {describe, expect, test} from 'vitest';
import {type ProblemCode, problem} from '../../source/core/problem.ts';

const codes = Object.keys({
	access_denied: true,
	invalid_client: true,
	unauthorized_client: true,
	invalid_request: true,
	invalid_grant: true,
	sign_in_ended: true,
	invalid_scope: true,
	unsupported_grant_type: true,
	no_refresh_token: true,
	token_rejected: true,
	forbidden: true,
	not_found: true,
	blocked: true,
	network_unreachable: true,
	connection_lost: true,
	timed_out: true,
	tls_untrusted: true,
	proxy_refused: true,
	rate_limited: true,
	server_error: true,
	unexpected_reply: true,
	device_code_expired: true,
	address_refused: true,
	store_unreadable: true,
	store_unwritable: true,
	store_busy: true,
	keychain_unavailable: true,
	no_browser: true,
	no_clipboard: true,
	no_redirect_port: true,
	no_url_file: true,
	not_signed_in: true,
	not_interactive: true,
	other_user: true,
	usage: true,
	cancelled: true,
	internal_error: true,
} satisfies Record<ProblemCode, true>) as ProblemCode[];

describe.each(codes)('the problem %s', code => {
	const {message, cause, hint, exitCode, retry} = problem(code);

	test('says in whole sentences what happened, why, and what to do', () => {
		for (const sentence of [message, cause, hint]) {
			expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
			expect(sentence.length).toBeLessThan(200);
			expect(sentence).not.toMatch(/%|\$\{|TODO|undefined|null|\p{Cc}/u);
		}
	});

	test('has an exit code of the command line’s contract, and never that of success', () => {
		expect([1, 2, 4, 70, 75, 130]).toContain(exitCode);
		expect(['now', 'restart', 'no']).toContain(retry);
	});
});

describe('the exit code', () => {
	test.each([
		[4, ['sign_in_ended', 'not_signed_in', 'no_refresh_token', 'token_rejected']],
		[
			75,
			[
				'network_unreachable',
				'connection_lost',
				'timed_out',
				'rate_limited',
				'server_error',
				'store_busy',
				'keychain_unavailable',
			],
		],
		[2, ['usage', 'not_interactive']],
		[130, ['cancelled']],
		[70, ['internal_error']],
		[
			1,
			[
				'access_denied',
				'invalid_client',
				'invalid_grant',
				'unexpected_reply',
				'tls_untrusted',
				'blocked',
				'forbidden',
			],
		],
	] as const)('%d is that of %j', (exitCode, problems) => {
		for (const code of problems) {
			expect(problem(code).exitCode).toBe(exitCode);
		}
	});
});

test('the words that the caller knows better replace those of the catalogue', () => {
	expect(problem('usage', {message: 'Mine.', retryAfterMs: 5})).toMatchObject({
		code: 'usage',
		message: 'Mine.',
		hint: 'See anaplan-tui --help.',
		retryAfterMs: 5,
	});
});
