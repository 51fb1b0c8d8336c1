import {describe, expect, test} from 'vitest';
import {problem} from '../../../source/core/problem.ts';
import {enterSignedIn} from '../../../source/core/sign-in/enter-signed-in.ts';
import type {Fact, SignedIn, State, Wish} from '../../../source/core/sign-in/flow.ts';
import {transition} from '../../../source/core/sign-in/sign-in-flow.ts';
import {signedOutWords} from '../../../source/core/sign-in/signed-in-flow.ts';
import {type EpochMs, hour, minute} from '../../../source/core/time.ts';
import {
	after,
	client,
	clientWith,
	draft,
	noon,
	sessionNamed,
	withoutRefreshToken,
} from '../../helpers/samples.ts';

const on = (state: State, event: Wish | Fact, at: EpochMs = noon) => {
	const [next, effects] = transition(state, {...event, at});
	return {next, effects, kinds: effects.map(({type}) => type)};
};

const session = sessionNamed('1');
const user = {id: 'u', email: 'a@b.c', name: 'A'};
const badNews = problem('server_error');
const dead = problem('sign_in_ended');
const base: SignedIn = {
	status: 'signedIn',
	attempt: 7,
	signIn: 4,
	client,
	session,
	user: {kind: 'known', user},
	activity: {kind: 'idle'},
	autoRefresh: true,
	happenings: [],
};
const refreshing: SignedIn = {...base, activity: {kind: 'refreshing', attempt: 7}};
const validating: SignedIn = {...base, activity: {kind: 'validating', attempt: 7}};
const loggingOut: SignedIn = {...base, activity: {kind: 'loggingOut', attempt: 7}};
const offering: SignedIn = {...base, activity: {kind: 'offeringToForget', problem: badNews}};
const due = after(33 * minute);

const enter = (
	changes: Parameters<typeof sessionNamed>[1],
	event: {at?: EpochMs; autoRefresh?: boolean; user?: typeof user} = {},
) => {
	const [next, effects] = enterSignedIn(
		{at: noon, autoRefresh: true, ...event},
		client,
		sessionNamed('1', changes),
	);
	return {next, effects, kinds: effects.map(({type}) => type)};
};

describe('entering', () => {
	test('with a token that lasts asks who it is, and remembers who it was', () => {
		expect(enter({}, {user})).toMatchObject({
			effects: [{type: 'fetchUser', signIn: 1, client, session}],
			kinds: ['fetchUser'],
			next: {attempt: 1, signIn: 1, user: {kind: 'remembered', user}},
		});
	});

	test('belongs to the attempt that it came of, as does all that is learned of it', () => {
		const [next, effects] = enterSignedIn({at: noon, autoRefresh: true}, client, session, 9);
		expect(next).toMatchObject({attempt: 9, signIn: 9, user: {kind: 'unknown'}});
		expect(effects).toEqual([{type: 'fetchUser', signIn: 9, client, session}]);
		const expired = enterSignedIn({at: after(hour), autoRefresh: true}, client, session, 9);
		expect(expired[0]).toMatchObject({attempt: 10, signIn: 9});
		expect(expired[1]).toEqual([{type: 'refresh', attempt: 10, signIn: 9, observed: session}]);
	});

	test('with a token that has expired refreshes first', () => {
		expect(enter({}, {at: after(hour)})).toMatchObject({
			kinds: ['refresh'],
			next: {activity: {kind: 'refreshing', attempt: 2}},
		});
	});

	test('with a token from the future, after the clock was set back, refreshes first', () => {
		expect(enter({}, {at: after(-hour)}).kinds).toEqual(['refresh']);
	});

	test('with an expired token does nothing by itself when automatic refresh is off', () => {
		expect(enter({}, {at: after(hour), autoRefresh: false})).toMatchObject({
			kinds: [],
			next: {activity: {kind: 'idle'}},
		});
	});

	test.each([
		[
			'automatic refresh is off',
			session,
			{autoRefresh: false},
			'has expired and was not refreshed.',
		],
		[
			'the sign-in has ended',
			sessionNamed('1', {endedAt: noon}),
			{},
			'has expired, and the sign-in has ended.',
		],
		[
			'there is no refresh token',
			withoutRefreshToken(session),
			{},
			'has expired, and there is no refresh token.',
		],
		[
			'the clock was set back',
			withoutRefreshToken(session),
			{at: after(-hour)},
			'is from the future by the clock of this computer, and there is no refresh token.',
		],
	] as const)(
		'with a token that nobody can be asked with says so, and waits for nobody, when %s',
		(_, stored, changes, said) => {
			const event = {at: after(hour), autoRefresh: true, ...changes};
			const [entered, effects] = enterSignedIn(event, client, stored);
			expect(entered).toMatchObject({
				user: {kind: 'unavailable', problem: {message: `The access token ${said}`, exitCode: 4}},
			});
			expect(effects).toEqual([]);
			expect(enterSignedIn({...event, user}, client, stored)[0]).toMatchObject({
				user: {kind: 'remembered', user},
			});
		},
	);

	test('a sign-in that Anaplan has ended says so at once, and sends the dead token to nobody', () => {
		expect(enter({endedAt: noon}, {at: after(hour)})).toMatchObject({
			kinds: [],
			next: {ended: {code: 'sign_in_ended'}},
		});
	});
});

describe('refreshing', () => {
	test('begins when wished, once at a time', () => {
		const {next, effects} = on(base, {type: 'refreshWished'});
		expect(next).toMatchObject({
			attempt: 8,
			signIn: 4,
			activity: {kind: 'refreshing', attempt: 8},
			lastRefreshTryAt: noon,
		});
		expect(effects).toEqual([{type: 'refresh', attempt: 8, signIn: 4, observed: session}]);
		expect(on(next, {type: 'refreshWished'}).effects).toEqual([]);
		expect(on(next, {type: 'secondPassed'}, due).effects).toEqual([]);
	});

	test('begins by itself at 10 % of the lifetime', () => {
		expect(on(base, {type: 'secondPassed'}, after(31 * minute)).kinds).toEqual([]);
		expect(on(base, {type: 'secondPassed'}, due).kinds).toEqual(['refresh']);
	});

	test.each([
		['automatic refresh is off', {autoRefresh: false}],
		['the sign-in has ended', {ended: dead}],
		['the last try is not 30 s old', {lastRefreshTryAt: after(-1000, due)}],
		['something else is going on', {activity: {kind: 'validating', attempt: 7}}],
		['there is no refresh token', {session: withoutRefreshToken(session)}],
	] as const)('does not begin by itself when %s', (_, changes) => {
		expect(on({...base, ...changes}, {type: 'secondPassed'}, due).effects).toEqual([]);
	});

	test('says so when it has shown that this computer’s clock is wrong', () => {
		const {next} = on(refreshing, {
			type: 'sessionRefreshed',
			signIn: 4,
			by: 'us',
			session: sessionNamed('2'),
			clockAheadMs: 61 * minute,
		});
		expect(next).toMatchObject({
			happenings: [{notice: {text: expect.stringContaining('61 min ahead of Anaplan’s')}}],
		});
	});

	test('ends with the new session, and a word of whose it is', () => {
		const refreshed = sessionNamed('2');
		const {next, effects} = on(
			{...refreshing, ended: dead},
			{type: 'sessionRefreshed', signIn: 4, by: 'us', session: refreshed},
		);
		expect(next).toMatchObject({
			session: refreshed,
			activity: {kind: 'idle'},
			happenings: [{at: noon, notice: {text: 'Refreshed.'}}],
		});
		expect(next).not.toHaveProperty('ended');
		expect(effects).toEqual([]);
		expect(
			on(refreshing, {type: 'sessionRefreshed', signIn: 4, by: 'adopted', session: refreshed, user})
				.next,
		).toMatchObject({
			happenings: [{notice: {text: expect.stringContaining('Another anaplan-tui')}}],
		});
	});

	test('asks who it is when that is still unknown', () => {
		const {effects} = on(
			{...refreshing, user: {kind: 'unknown'}},
			{type: 'sessionRefreshed', signIn: 4, by: 'us', session: sessionNamed('2')},
		);
		expect(effects).toEqual([{type: 'fetchUser', signIn: 4, client, session: sessionNamed('2')}]);
	});

	test('that a refused request for the user brought about does not ask for the user again', () => {
		const unknown: SignedIn = {...base, user: {kind: 'unknown'}};
		expect(
			on(unknown, {type: 'sessionRefreshed', signIn: 4, by: 'us', session: sessionNamed('2')})
				.effects,
		).toEqual([]);
		expect(on(unknown, {type: 'storeChanged', session: sessionNamed('2'), draft}).effects).toEqual(
			[],
		);
	});

	test('that fails leaves the session, and says why', () => {
		const {next} = on(refreshing, {type: 'sessionNotRefreshed', attempt: 7, problem: badNews});
		expect(next).toMatchObject({
			session,
			activity: {kind: 'idle'},
			happenings: [{notice: {problem: badNews}}],
		});
		expect(next).not.toHaveProperty('ended');
	});

	test('that fails where there was no token to ask with leaves nobody waiting for the user', () => {
		const {next: entered} = enter({}, {at: after(hour)});
		expect(entered).toMatchObject({user: {kind: 'unknown'}});
		const failed = {type: 'sessionNotRefreshed', attempt: 2, problem: badNews} as const;
		const {next} = on(entered, failed, after(2 * hour));
		expect(next).toMatchObject({
			user: {
				kind: 'unavailable',
				problem: {...badNews, message: 'The access token has expired and was not refreshed.'},
			},
			happenings: [{notice: {problem: badNews}}],
		});
		expect(on(next, {type: 'userWaitAsked', signIn: 1, waitMs: 1000}).next).toBe(next);
		// The question that is under way goes on where the token still worked.
		const asked: SignedIn = {...refreshing, user: {kind: 'unknown'}, lastRefreshTryAt: due};
		expect(
			on(asked, {type: 'sessionNotRefreshed', attempt: 7, problem: badNews}, due).next,
		).toMatchObject({user: {kind: 'unknown'}});
	});

	test('asks again who it is where that could not be asked before', () => {
		const unavailable: SignedIn = {...refreshing, user: {kind: 'unavailable', problem: badNews}};
		expect(
			on(unavailable, {type: 'sessionRefreshed', signIn: 4, by: 'us', session: sessionNamed('2')}),
		).toMatchObject({next: {user: {kind: 'unknown'}}, kinds: ['fetchUser']});
	});

	test('that finds the sign-in ended remembers that', () => {
		expect(
			on(refreshing, {type: 'sessionNotRefreshed', attempt: 7, problem: dead}).next,
		).toMatchObject({ended: dead});
		expect(
			on({...base, user: {kind: 'unknown'}}, {type: 'userUnavailable', signIn: 4, problem: dead})
				.next,
		).toMatchObject({ended: dead});
	});

	test('that finds nothing stored is a sign-out from elsewhere', () => {
		expect(
			on(refreshing, {type: 'sessionNotRefreshed', attempt: 7, problem: problem('not_signed_in')})
				.next,
		).toMatchObject({
			status: 'setup',
			attempt: 7,
			notice: {text: expect.stringContaining('another anaplan-tui')},
		});
	});
});

describe('validating', () => {
	test('begins when wished, and corrects the expiry', () => {
		expect(on(base, {type: 'validationWished'})).toMatchObject({
			effects: [{type: 'validate', attempt: 8, client, session}],
		});
		const corrected = {...session, expiresAt: after(hour)};
		expect(
			on(validating, {type: 'tokenValidated', attempt: 7, session: corrected}).next,
		).toMatchObject({
			session: corrected,
			activity: {kind: 'idle'},
			happenings: [{notice: {kind: 'done'}}],
		});
	});

	test.each([
		['a validation', {type: 'tokenValidated', attempt: 7}],
		['another process', {type: 'storeChanged', draft}],
	] as const)(
		'shows by %s that a token lives longer than the clock had it, and then it is asked with',
		(_, fact) => {
			const corrected = {...session, expiresAt: after(2 * hour)};
			const unavailable: SignedIn = {...validating, user: {kind: 'unavailable', problem: badNews}};
			const told = on(unavailable, {...fact, session: corrected}, after(hour));
			expect(told).toMatchObject({next: {user: {kind: 'unknown'}}, kinds: ['fetchUser']});
			expect(on(told.next, {...fact, session: corrected}, after(hour)).kinds).toEqual([]);
			const known = {...validating, user: base.user};
			expect(on(known, {...fact, session: corrected}, after(hour)).kinds).toEqual([]);
		},
	);

	test('does not bring back tokens that were replaced meanwhile', () => {
		const refreshed: SignedIn = {...validating, session: sessionNamed('2')};
		expect(on(refreshed, {type: 'tokenValidated', attempt: 7, session}).next).toMatchObject({
			session: sessionNamed('2'),
		});
		const newer = {...session, refreshToken: sessionNamed('2').refreshToken!, endedAt: after(1)};
		const corrected = {...session, expiresAt: after(hour)};
		expect(
			on({...validating, session: newer}, {type: 'tokenValidated', attempt: 7, session: corrected})
				.next,
		).toMatchObject({session: {...newer, expiresAt: after(hour)}});
	});

	test('waits where Anaplan is busy, and nothing else that is under way does', () => {
		const busy = {type: 'waitAsked', attempt: 7, waitMs: 2000} as const;
		const waiting = on(validating, busy).next;
		expect(waiting).toEqual({
			...validating,
			activity: {kind: 'validating', attempt: 7, waitMs: 2000},
		});
		expect(on(waiting, {type: 'tokenValidated', attempt: 7, session}).next).toMatchObject({
			activity: {kind: 'idle'},
		});
		expect(on(validating, {...busy, attempt: 6}).next).toBe(validating);
		expect(on(refreshing, busy).next).toBe(refreshing);
		expect(on(base, busy).next).toBe(base);
	});

	test('that fails says why', () => {
		expect(
			on(validating, {type: 'tokenNotValidated', attempt: 7, problem: badNews}).next,
		).toMatchObject({
			activity: {kind: 'idle'},
			happenings: [{notice: {problem: badNews}}],
		});
	});
});

describe('the user', () => {
	const busy = {type: 'userWaitAsked', signIn: 4, waitMs: 2000} as const;

	test('who is not known yet is waited for where Anaplan is busy', () => {
		const unknown: SignedIn = {...base, user: {kind: 'unknown'}};
		const waiting = on(unknown, busy).next;
		expect(waiting).toEqual({...unknown, user: {kind: 'unknown', waitMs: 2000}});
		expect(on(waiting, {type: 'userReceived', signIn: 4, user}).next).toMatchObject({
			user: {kind: 'known', user},
		});
		expect(on(unknown, {...busy, signIn: 3}).next).toBe(unknown);
	});

	test('who is remembered is shown meanwhile', () => {
		const remembered: SignedIn = {...base, user: {kind: 'remembered', user}};
		expect(on(remembered, busy).next).toBe(remembered);
	});

	test('is shown when known, and stays when a later request fails', () => {
		const unknown: SignedIn = {...base, user: {kind: 'unknown'}};
		expect(on(unknown, {type: 'userReceived', signIn: 4, user}).next).toEqual(base);
		expect(
			on({...base, user: {kind: 'unknown'}}, {type: 'userUnavailable', signIn: 4, problem: badNews})
				.next,
		).toMatchObject({user: {kind: 'unavailable', problem: badNews}});
		for (const kind of ['known', 'remembered'] as const) {
			expect(
				on({...base, user: {kind, user}}, {type: 'userUnavailable', signIn: 4, problem: badNews})
					.next,
			).toMatchObject({
				user: {kind, user},
				happenings: [{notice: {problem: badNews}}],
			});
		}
	});

	test('is stored when received, in place of what was remembered of the same one', () => {
		const earlier = {...user, email: 'before@b.c', name: 'Before'};
		for (const before of [{kind: 'unknown'}, {kind: 'remembered', user: earlier}] as const) {
			expect(on({...base, user: before}, {type: 'userReceived', signIn: 4, user})).toMatchObject({
				next: base,
				effects: [{type: 'saveUser', user}],
			});
		}

		expect(
			on({...base, user: {kind: 'unknown'}}, {type: 'userUnavailable', signIn: 4, problem: badNews})
				.effects,
		).toEqual([]);
	});

	test('who is another than the remembered one is shown with a word about it, and not remembered', () => {
		const other = {id: 'other', email: 'o@b.c', name: 'O'};
		const before = {kind: 'remembered', user: other} as const;
		expect(on({...base, user: before}, {type: 'userReceived', signIn: 4, user})).toMatchObject({
			next: {
				user: {kind: 'known', user},
				happenings: [
					{
						notice: {
							problem: {
								code: 'other_user',
								message: expect.stringMatching(/remembers O \(o@b\.c\).* that of A \(a@b\.c\)/),
							},
						},
					},
				],
			},
			effects: [],
		});
	});
});

describe('small wishes', () => {
	test('copy the token, and say what came of it', () => {
		expect(on(base, {type: 'tokenCopyWished'}).effects).toEqual([
			{type: 'copyAccessToken', accessToken: session.accessToken},
		]);
		expect(on(base, {type: 'copied', what: 'accessToken', route: 'system'}).next).toMatchObject({
			happenings: [{notice: {text: 'The access token was copied.'}}],
		});
		expect(on(base, {type: 'notCopied', what: 'accessToken', problem: badNews}).next).toMatchObject(
			{happenings: [{notice: {problem: badNews}}]},
		);
		expect(on(base, {type: 'copied', what: 'authorizationUrl', route: 'system'}).next).toBe(base);
		expect(on(base, {type: 'notCopied', what: 'authorizationUrl', problem: badNews}).next).toBe(
			base,
		);
	});

	test('turn automatic refresh off and on, and keep that', () => {
		const {next, effects} = on(base, {type: 'autoRefreshToggled'});
		expect(next).toMatchObject({autoRefresh: false});
		expect(effects).toEqual([{type: 'saveAutoRefresh', autoRefresh: false}]);
		expect(on(next, {type: 'autoRefreshToggled'}).next).toMatchObject({autoRefresh: true});
	});

	test('say whether refresh tokens rotate, until a refresh shows it', () => {
		const told = on(base, {type: 'rotationTold', rotation: 'nonRotatable'});
		expect(told).toMatchObject({
			next: {rotation: 'nonRotatable'},
			effects: [{type: 'saveRotation', rotation: 'nonRotatable'}],
		});
		expect(
			on(told.next, {
				type: 'sessionRefreshed',
				signIn: 4,
				by: 'us',
				session: sessionNamed('2'),
				rotation: 'rotatable',
			}).next,
		).toMatchObject({rotation: 'rotatable'});
	});

	test('begin another sign-in with the same client', () => {
		expect(on(refreshing, {type: 'signInWished'})).toMatchObject({
			next: {status: 'preparing', attempt: 8, client},
			kinds: ['prepareSignIn'],
		});
	});

	test('leave at most twenty happenings, the newest first', () => {
		let state: State = base;
		for (let count = 0; count < 30; count++) {
			state = on(state, {type: 'copied', what: 'accessToken', route: 'system'}, after(count)).next;
		}

		expect(state.status === 'signedIn' && state.happenings.map(({at}) => at - noon)).toEqual(
			Array.from({length: 20}, (_, index) => 29 - index),
		);
	});
});

describe('logging out', () => {
	test('asks Anaplan first, and then shows Setup with the client', () => {
		expect(on(base, {type: 'logoutWished'})).toMatchObject({
			effects: [{type: 'logOut', attempt: 8, client}],
			next: {activity: {kind: 'loggingOut', attempt: 8}},
		});
		expect(on(loggingOut, {type: 'loggedOut', attempt: 7, draft, how: 'atAnaplan'})).toMatchObject({
			next: {status: 'setup', attempt: 7, draft, notice: {text: signedOutWords('atAnaplan', true)}},
			effects: [],
		});
	});

	test('offers to forget only what is here when Anaplan cannot be asked, and no sooner', () => {
		expect(on(loggingOut, {type: 'notLoggedOut', attempt: 7, problem: badNews}).next).toEqual(
			offering,
		);
		const over = {...session, expiresAt: noon};
		for (const [stored, shown] of [
			[over, over],
			[sessionNamed('2'), session],
		] as const) {
			expect(
				on(loggingOut, {type: 'notLoggedOut', attempt: 7, problem: badNews, session: stored}).next,
			).toEqual({...offering, session: shown});
		}

		expect(on(offering, {type: 'forgetWished'})).toMatchObject({
			effects: [{type: 'forget', attempt: 8}],
		});
		expect(on(offering, {type: 'backWished'}).next).toEqual(base);
		for (const state of [base, refreshing, loggingOut]) {
			expect(on(state, {type: 'forgetWished'}).effects).toEqual([]);
		}
	});

	test.each(['refreshWished', 'validationWished', 'logoutWished'] as const)(
		'%s waits while something else is going on',
		type => {
			for (const state of [refreshing, validating, loggingOut, offering]) {
				expect(on(state, {type})).toMatchObject({next: state, effects: []});
			}
		},
	);

	test('says that the refresh token lives on, when there was one', () => {
		expect(signedOutWords('atAnaplan', false)).not.toContain('refresh token');
		expect(signedOutWords('locally', true)).toContain('refresh token');
		expect(signedOutWords('locally', false)).toContain('still honours the access token');
	});
});

describe('a change of the store by another process', () => {
	test('brings its tokens', () => {
		expect(
			on({...base, ended: dead}, {type: 'storeChanged', session: sessionNamed('2'), user, draft}),
		).toMatchObject({
			next: {session: sessionNamed('2'), activity: {kind: 'idle'}, signIn: 4},
			effects: [],
		});
	});

	const other = {id: 'other', email: 'o@b.c', name: 'O'};
	test.each([
		['someone else, who is named', other, {kind: 'remembered', user: other}],
		['someone who is not known yet', undefined, {kind: 'unknown'}],
		['the same user ID in another tenant', {...user, customerId: 'c2'}, {kind: 'remembered'}],
	] as const)(
		'that brings the sign-in of %s is a new sign-in, and asks who it is',
		(_, stored, shown) => {
			const second = sessionNamed('2', {signedInAt: after(hour)});
			const eu = clientWith({region: 'eu3'});
			const mine: SignedIn = {...base, user: {kind: 'known', user: {...user, customerId: 'c1'}}};
			const changed = on(mine, {
				type: 'storeChanged',
				session: second,
				client: eu,
				user: stored,
				draft,
			});
			expect(changed).toMatchObject({
				next: {status: 'signedIn', signIn: 8, session: second, client: eu, user: shown},
				effects: [{type: 'fetchUser', signIn: 8, client: eu, session: second}],
			});
			// What was asked of the old one comes too late.
			const late = on(changed.next, {type: 'userReceived', signIn: 4, user});
			expect(late).toEqual({next: changed.next, effects: [], kinds: []});
		},
	);

	test.each([
		['a refresh, before the user of the sign-in is written,', noon, undefined, {signIn: 4}],
		['a new sign-in of the same user', after(minute), user, {signIn: 8}],
		[
			'a sign-in of someone else, from a version that kept no time of it,',
			undefined,
			other,
			{signIn: 8},
		],
	] as const)('is known as %s by when its person signed in', (_, signedInAt, stored, expected) => {
		const timed = (at: EpochMs | undefined) => (at === undefined ? {} : {signedInAt: at});
		const mine: SignedIn = {
			...base,
			session: {...base.session, ...timed(signedInAt === undefined ? undefined : noon)},
			user: {kind: 'known', user},
		};
		expect(
			on(mine, {
				type: 'storeChanged',
				session: sessionNamed('2', timed(signedInAt)),
				user: stored,
				draft,
			}).next,
		).toMatchObject(expected);
	});

	test('that a refresh of ours ran into is followed to its user, too', () => {
		expect(
			on(refreshing, {
				type: 'sessionRefreshed',
				signIn: 4,
				by: 'adopted',
				session: sessionNamed('2'),
				client,
				user: other,
			}),
		).toMatchObject({
			next: {signIn: 8, user: {kind: 'remembered', user: other}, activity: {kind: 'idle'}},
			kinds: ['fetchUser'],
		});
	});

	test('whose user was never shown here is only taken over', () => {
		const unavailable: SignedIn = {...base, user: {kind: 'unavailable', problem: badNews}};
		expect(
			on(unavailable, {type: 'storeChanged', session: sessionNamed('2'), draft}),
		).toMatchObject({next: {signIn: 4, user: {kind: 'unavailable'}}, effects: []});
	});

	test('brings the news that the sign-in has ended', () => {
		const ended = sessionNamed('1', {endedAt: noon});
		expect(on(base, {type: 'storeChanged', session: ended, draft}).next).toMatchObject({
			ended: {code: 'sign_in_ended'},
			session: ended,
		});
	});

	test('that only amends the session is taken without a word', () => {
		const amended = {...session, expiresAt: after(hour)};
		expect(on(base, {type: 'storeChanged', session: amended, draft}).next).toEqual({
			...base,
			session: amended,
		});
	});

	test('that signs out is followed', () => {
		expect(on(base, {type: 'storeChanged', session: undefined, draft}).next).toMatchObject({
			status: 'setup',
			arrival: 'unasked',
			attempt: 7,
		});
	});

	test('asks who it is when the old token was too old to be asked with', () => {
		const unknown: SignedIn = {...base, user: {kind: 'unknown'}};
		expect(
			on(unknown, {type: 'storeChanged', session: sessionNamed('2'), draft}, after(hour)).kinds,
		).toEqual(['fetchUser']);
	});

	test('says nothing while we change it ourselves', () => {
		for (const state of [refreshing, loggingOut]) {
			expect(on(state, {type: 'storeChanged', session: undefined, draft}).next).toBe(state);
		}
	});
});

test('facts of another attempt change nothing', () => {
	for (const state of [base, refreshing, validating, loggingOut, offering]) {
		for (const attempt of [6, 8]) {
			for (const fact of [
				{type: 'sessionNotRefreshed', attempt, problem: dead},
				{type: 'tokenValidated', attempt, session},
				{type: 'tokenNotValidated', attempt, problem: badNews},
				{type: 'loggedOut', attempt, draft, how: 'locally'},
				{type: 'notLoggedOut', attempt, problem: badNews},
				{type: 'sessionSaved', attempt, autoRefresh: false},
			] satisfies Fact[]) {
				expect(on(state, fact)).toEqual({next: state, effects: [], kinds: []});
			}
		}
	}
});

test('facts of another sign-in change nothing, even those that carry the number of the last attempt', () => {
	const unknown: SignedIn = {...base, user: {kind: 'unknown'}};
	for (const state of [base, unknown, refreshing, validating, loggingOut, offering]) {
		for (const signIn of [1, 3, 5, 7, 8]) {
			for (const fact of [
				{type: 'userReceived', signIn, user: {id: 'other', email: 'o@b.c', name: 'O'}},
				{type: 'userUnavailable', signIn, problem: badNews},
				{type: 'userUnavailable', signIn, problem: dead},
				{type: 'sessionRefreshed', signIn, by: 'us', session: sessionNamed('2')},
				{type: 'sessionRefreshed', signIn, by: 'adopted', session: sessionNamed('2')},
			] satisfies Fact[]) {
				const told = on(state, fact);
				expect(told.next).toBe(state);
				expect(told.effects).toEqual([]);
			}
		}
	}
});

test('a sign-in stays the same one through all that is done in it', () => {
	const steps: (Wish | Fact)[] = [
		{type: 'refreshWished'},
		{type: 'sessionRefreshed', signIn: 4, by: 'us', session: sessionNamed('2')},
		{type: 'validationWished'},
		{type: 'tokenNotValidated', attempt: 9, problem: badNews},
		{type: 'storeChanged', session: sessionNamed('3'), user, draft},
		{type: 'logoutWished'},
		{type: 'notLoggedOut', attempt: 10, problem: badNews},
		{type: 'backWished'},
	];
	let state: State = base;
	for (const step of steps) {
		const before: State = state;
		state = on(state, step).next;
		expect(state).not.toBe(before);
		expect(state).toMatchObject({status: 'signedIn', signIn: 4});
	}

	expect(state).toMatchObject({attempt: 10, session: sessionNamed('3')});
});
