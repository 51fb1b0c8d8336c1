import {inspect} from 'node:util';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Session} from '../../../source/core/oauth/session.ts';
import {type Problem, problem} from '../../../source/core/problem.ts';
import type {Effect, Event, Fact, Intent, State, Wish} from '../../../source/core/sign-in/flow.ts';
import {initialState, transition} from '../../../source/core/sign-in/sign-in-flow.ts';
import {type EpochMs, hour, minute, second} from '../../../source/core/time.ts';
import {
	after,
	callbackText,
	client,
	draft,
	noon,
	responseNamed,
	secret,
	sentinel,
	sessionNamed,
} from '../../helpers/samples.ts';

const problems: Problem[] = [
	problem('network_unreachable', {reached: 'no'}),
	problem('connection_lost', {reached: 'perhaps'}),
	problem('sign_in_ended'),
	problem('not_signed_in'),
	problem('server_error'),
	problem('invalid_grant'),
];

const wishes: Wish[] = [
	{type: 'clientSubmitted', client, draft},
	{type: 'rotationTold', rotation: 'nonRotatable'},
	...(
		[
			'browserWished',
			'urlCopyWished',
			'urlFileWished',
			'plainViewShown',
			'bookmarkletCopyWished',
			'clipboardWatchToggled',
			'callbackScreenWished',
			'backWished',
			'retryWished',
			'replaceWished',
			'signInWished',
			'refreshWished',
			'validationWished',
			'tokenCopyWished',
			'autoRefreshToggled',
			// Twice, because the way to forgetting is long.
			'logoutWished',
			'logoutWished',
			'forgetWished',
			'forgetWished',
		] as const
	).map(type => ({type})),
];

/** Whom the profile remembers, where it remembers anyone. */
const owner = {id: 'owner', email: 'owner@example.com', name: 'Owner'};

/** A pretended world around the flow: what was asked for and not yet answered, and what was seen. */
class World {
	state: State = initialState;
	at: EpochMs = noon;
	readonly pending: Effect[] = [];
	readonly answered: Effect[] = [];
	names = 0;
	/** How often an address that came by itself was taken. */
	captures = 0;
	/** Which facts were told late, and in which state. */
	readonly stale = new Set<string>();
	/** What became of each code that was sent. */
	readonly codes = new Map<string, 'underWay' | 'neverLeft' | 'spent'>();

	dispatch(event: Wish | Fact) {
		const before = this.state;
		const [next, effects] = transition(before, {...event, at: this.at} as Event);
		if (this.isStale(event)) {
			expect(next).toBe(before);
			expect(effects).toEqual([]);
			this.stale.add(`${event.type}, late, when ${before.status}`);
		}

		if (before.status === 'closed') {
			expect(next).toBe(before);
			expect(effects).toEqual([]);
		}

		if (next.status === 'signedIn' && before.status === 'exchanging') {
			expect(['sessionSaved', 'signInLeft']).toContain(event.type);
		}

		for (const effect of effects) {
			if (effect.type === 'takePlace' && event.type !== 'retryWished') {
				// Someone else, or nobody knows who, takes the place of a user only after a yes.
				const isSame = effect.instead === undefined || effect.user?.id === effect.instead.id;
				expect(isSame ? 'userChecked' : event.type).toBe(isSame ? event.type : 'replaceWished');
			}
		}

		if ('attempt' in before && 'attempt' in next) {
			expect(next.attempt).toBeGreaterThanOrEqual(before.attempt);
		}

		if (next.status === 'signedIn') {
			// A sign-in stays the same one, and a new one is named after the attempt it came of.
			const isBack = event.type === 'signInLeft';
			const cameOf = before.status === 'exchanging' ? before.attempt + (isBack ? 1 : 0) : 1;
			const own = before.status === 'signedIn' ? before.signIn : cameOf;
			// Someone else's sign-in, by another process, is another one.
			const isOthers =
				event.type === 'storeChanged' && next.signIn !== own && before.status === 'signedIn';
			expect(next.signIn).toBe(isOthers ? before.attempt + 1 : own);
			if (isOthers) {
				expect(effects.some(({type}) => type === 'fetchUser' || type === 'refresh')).toBe(true);
			}

			// The names of users and tokens say which sign-in they were asked for in.
			const shown = [
				'user' in next.user ? next.user.user.id : '',
				next.session.accessToken.reveal(),
			].flatMap(name => /of-(\d+)/.exec(name)?.[1] ?? []);
			expect(new Set([...shown, String(next.signIn)]).size).toBe(1);
		}

		for (const effect of effects) {
			if (effect.type === 'saveUser') {
				expect(next).toMatchObject({user: {kind: 'known', user: effect.user}});
			}
		}

		this.state = next;
		for (const effect of effects) {
			this.take(effect);
		}

		expect(this.pending.filter(({type}) => type === 'refresh').length).toBeLessThanOrEqual(1);
		expect(inspect(next, {depth: null, showHidden: true}) + JSON.stringify(next)).not.toContain(
			sentinel,
		);
		expect(inspect(effects, {depth: null}) + JSON.stringify(effects)).not.toContain(sentinel);
		if (next.status === 'signedIn') {
			// Nobody waits for a user whom nobody asks for.
			const {user, activity, signIn} = next;
			const isAsked = this.pending.some(
				effect => effect.type === 'fetchUser' && effect.signIn === signIn,
			);
			expect(user.kind === 'unknown' ? isAsked || activity.kind === 'refreshing' : true).toBe(true);
			expect(next.happenings.length).toBeLessThanOrEqual(20);
		}
	}

	take(effect: Effect) {
		if (effect.type === 'exchangeCode') {
			const code = effect.code.reveal();
			expect([undefined, 'neverLeft']).toContain(this.codes.get(code));
			this.codes.set(code, 'underWay');
		}

		this.pending.push(effect);
	}

	/** Carries out one of the effects that wait: well, or with a problem. */
	answer(index: number, trouble: Problem | undefined) {
		const [effect] = this.pending.splice(index % this.pending.length, 1);
		if (!effect) {
			return;
		}

		// The lock of the store: a refresh that is under way ends before another sign-in is stored.
		const refresh = this.pending.findIndex(({type}) => type === 'refresh');
		if (['saveSession', 'takePlace', 'giveUpSignIn'].includes(effect.type) && refresh >= 0) {
			this.answer(refresh, trouble);
		}

		if (effect.type === 'exchangeCode') {
			this.codes.set(effect.code.reveal(), trouble?.reached === 'no' ? 'neverLeft' : 'spent');
		}

		this.answered.push(effect);
		const fact = this.factOf(effect, trouble);
		if (fact) {
			this.dispatch(fact);
		}
	}

	/** Tells once more, or only now, what belongs to an attempt or a sign-in that is over. */
	tellStale(index: number, trouble: Problem | undefined) {
		const facts = [...this.answered, ...this.pending].flatMap(effect =>
			[undefined, trouble ?? problem('server_error')].flatMap(
				outcome => this.factOf(effect, outcome) ?? [],
			),
		);
		const old = facts.filter(fact => this.isStale(fact));
		const ofSignIns = old.filter(fact => 'signIn' in fact);
		const choice = index % 2 === 0 && ofSignIns.length > 0 ? ofSignIns : old;
		const fact = choice[index % choice.length];
		if (fact) {
			this.dispatch(fact);
		}
	}

	isStale(event: Wish | Fact): boolean {
		const {state} = this;
		if ('signIn' in event) {
			return state.status !== 'signedIn' || event.signIn !== state.signIn;
		}

		return 'attempt' in event && 'attempt' in state && event.attempt < state.attempt;
	}

	/** Signs in anew, all the way, while a refresh and whatever else is under way stays so. */
	signInAgain() {
		this.dispatch({type: 'refreshWished'});
		this.dispatch({type: 'signInWished'});
		for (const type of ['prepareSignIn', 'exchangeCode', 'saveSession', 'checkUser', 'takePlace']) {
			const index = this.pending.findLastIndex(effect => effect.type === type);
			if (index >= 0) {
				this.answer(index, undefined);
				this.paste(0);
				this.dispatch({type: 'replaceWished'});
			}
		}
	}

	/** What the store holds: a sign-in of any age, and now and then another one that waits beside it. */
	storedNow(name: string, mayWait = true) {
		const times = {obtainedAt: this.at, expiresAt: after(35 * minute, this.at)};
		const old = {obtainedAt: after(-hour, this.at), expiresAt: after(-minute, this.at)};
		const number = Number(name);
		const waits = mayWait && number % 3 === 0;
		return {
			client,
			session: sessionNamed(name, {
				...(number % 5 < 2 ? old : times),
				...(number % 5 === 1 && {endedAt: this.at}),
			}),
			// Beside a profile that remembers nobody no sign-in waits.
			...((waits || number % 7 < 4) && {user: owner}),
			...(waits && {parked: {client, session: sessionNamed(`${name}-parked`, times)}}),
		};
	}

	factOf(effect: Effect, trouble: Problem | undefined): Fact | undefined {
		const name = String(this.names++);
		switch (effect.type) {
			case 'loadProfile':
				return {
					type: 'profileLoaded',
					intent: effect.intent,
					draft,
					autoRefresh: true,
					...(trouble ? {problem: trouble} : this.storedNow(name)),
				};
			case 'checkUser':
				return trouble
					? {
							type: 'userNotChecked',
							attempt: effect.attempt,
							session: effect.session,
							problem: trouble,
						}
					: {
							type: 'userChecked',
							attempt: effect.attempt,
							session: effect.session,
							user: {...owner, id: Number(name) % 2 === 0 ? 'owner' : 'someone else'},
						};
			case 'takePlace':
				return trouble
					? {type: 'sessionNotSaved', attempt: effect.attempt, problem: trouble}
					: Number(name) % 4 === 0
						? {
								type: 'signInLeft',
								attempt: effect.attempt,
								profile: {draft, autoRefresh: true, ...this.storedNow(name)},
							}
						: {type: 'sessionSaved', attempt: effect.attempt, autoRefresh: true};
			case 'giveUpSignIn':
				return {
					type: 'signInLeft',
					attempt: effect.attempt,
					profile: {draft, autoRefresh: true, ...(!trouble && this.storedNow(name, false))},
					...(trouble && {problem: trouble}),
				};
			case 'saveSession':
				return trouble
					? {type: 'sessionNotSaved', attempt: effect.attempt, problem: trouble}
					: Number(name) % 2 === 0
						? {type: 'signInParked', attempt: effect.attempt, remembered: owner}
						: {type: 'sessionSaved', attempt: effect.attempt, autoRefresh: true};
			case 'prepareSignIn':
				return trouble
					? {type: 'signInNotPossible', attempt: effect.attempt, problem: trouble}
					: {
							type: 'signInPrepared',
							attempt: effect.attempt,
							oauthState: `state-${name}-${'x'.repeat(32)}`,
							watchClipboard: true,
						};
			case 'openBrowser':
				return trouble
					? {type: 'browserNotOpened', attempt: effect.attempt, problem: trouble}
					: {type: 'browserOpened', attempt: effect.attempt};
			case 'copyText':
			case 'copyAccessToken': {
				const what = effect.type === 'copyText' ? effect.what : 'accessToken';
				return trouble
					? {type: 'notCopied', what, problem: trouble}
					: {type: 'copied', what, route: 'system'};
			}

			case 'writeUrl':
				return trouble
					? {type: 'urlNotWritten', attempt: effect.attempt, problem: trouble}
					: {type: 'urlWritten', attempt: effect.attempt, path: '/tmp/url'};

			case 'exchangeCode':
				return trouble
					? {type: 'codeNotExchanged', attempt: effect.attempt, problem: trouble}
					: {
							type: 'tokensReceived',
							attempt: effect.attempt,
							response: responseNamed(name, this.at),
						};
			case 'fetchUser':
				return trouble
					? {type: 'userUnavailable', signIn: effect.signIn, problem: trouble}
					: {
							type: 'userReceived',
							signIn: effect.signIn,
							user: {id: `${name}-of-${effect.signIn}`, email: '', name: ''},
						};
			case 'refresh':
				return trouble
					? {type: 'sessionNotRefreshed', attempt: effect.attempt, problem: trouble}
					: {
							type: 'sessionRefreshed',
							signIn: effect.signIn,
							by: 'us',
							session: sessionNamed(`${name}-of-${effect.signIn}`, {
								obtainedAt: this.at,
								expiresAt: after(35 * minute, this.at),
							}),
						};
			case 'validate':
				return trouble
					? {type: 'tokenNotValidated', attempt: effect.attempt, problem: trouble}
					: {type: 'tokenValidated', attempt: effect.attempt, session: effect.session};
			case 'saveAutoRefresh':
			case 'saveRotation':
			case 'saveClipboardChoice':
			case 'saveWayOut':
			case 'saveUser':
				return undefined;
			case 'logOut':
			case 'forget':
				return trouble
					? {type: 'notLoggedOut', attempt: effect.attempt, problem: trouble}
					: {type: 'loggedOut', attempt: effect.attempt, draft, how: 'atAnaplan'};
			// The client of these sign-ins is one of the other grant; see device-flow-properties.test.ts.
			case 'requestDeviceCode':
			case 'pollDevice':
			case 'endTokens':
				return undefined;
		}
	}

	/** Hands over an answer: by paste, or as one that came by itself, perhaps to an attempt that is over. */
	paste(index: number, how: 'pasted' | 'captured' = 'pasted') {
		const {state} = this;
		const oauthState = 'request' in state ? state.request.oauthState : 'none';
		const code = secret('authorization code', `code-${index % 3}-${oauthState}`).reveal();
		const texts = [
			`https://www.anaplan.com/?code=${code}&state=${oauthState}`,
			`https://www.anaplan.com/?code=${code}&state=${oauthState}x`,
			`https://www.anaplan.com/?error=access_denied&state=${oauthState}`,
			code,
		];
		const text = callbackText(texts[index % 5] ?? texts[0] ?? '');
		if (how === 'pasted') {
			this.dispatch({type: 'callbackSubmitted', text});
			return;
		}

		const attempt = ('attempt' in state ? state.attempt : 1) - (index % 7 === 0 ? 1 : 0);
		const isWaiting = state.status === 'authorizing' || state.status === 'awaitingCallback';
		this.dispatch({type: 'callbackCaptured', attempt, text});
		// What came by itself and is not ours is nobody's mistake; after leaving, nothing is.
		const isRefusal = texts.indexOf(text.reveal()) === 2;
		if (isRefusal && isWaiting && this.state !== state) {
			// Anaplan's no to this very attempt is told, too.
			expect(this.state).toMatchObject({
				status: 'awaitingCallback',
				refusal: {verdict: 'refused'},
			});
		} else if (this.state.status !== 'exchanging') {
			expect(this.state).toBe(state);
		} else if (!isWaiting) {
			expect(state.status).toBe('exchanging');
			expect(this.state).toBe(state);
		} else {
			this.captures += 1;
		}
	}

	/** What the listener and the clipboard tell of themselves. */
	changeCapture(index: number) {
		const {state} = this;
		const captures = [
			{loopback: {kind: 'listening', port: 5000, needsBookmarklet: true}},
			{loopback: {kind: 'listening', port: 8080, needsBookmarklet: false}},
			{loopback: {kind: 'closed', reason: 'it was open for 10 minutes'}},
			{clipboard: 'unavailable'},
			{clipboard: 'watching'},
		] as const;
		this.dispatch({
			type: 'captureChanged',
			attempt: ('attempt' in state ? state.attempt : 1) - (index % 7 === 0 ? 1 : 0),
			capture: captures[index % captures.length] ?? {},
		});
	}
}

type Move = {
	kind:
		| 'wish'
		| 'answer'
		| 'stale'
		| 'paste'
		| 'captured'
		| 'capture'
		| 'wait'
		| 'store'
		| 'again'
		| 'quit';
	index: number;
	trouble: Problem | undefined;
};

const move: fc.Arbitrary<Move> = fc.record({
	kind: fc.oneof(
		{weight: 8, arbitrary: fc.constant('answer' as const)},
		{weight: 5, arbitrary: fc.constant('wish' as const)},
		{weight: 3, arbitrary: fc.constantFrom('paste' as const, 'captured' as const, 'wait' as const)},
		{weight: 2, arbitrary: fc.constantFrom('stale' as const, 'again' as const, 'capture' as const)},
		{weight: 1, arbitrary: fc.constant('store' as const)},
	),
	index: fc.nat(1000),
	trouble: fc.option(fc.constantFrom(...problems), {nil: undefined, freq: 3}),
});

const signedInAtOf = ({signedInAt}: Session) => (signedInAt === undefined ? {} : {signedInAt});

const pauses = [second, 31 * second, 33 * minute, hour, -hour];

function make(world: World, {kind, index, trouble}: Move) {
	switch (kind) {
		case 'wish':
			return world.dispatch(wishes[index % wishes.length] ?? {type: 'backWished'});
		case 'answer':
			return world.answer(index, trouble);
		case 'stale':
			return world.tellStale(index, trouble);
		case 'paste':
			return world.paste(index);
		case 'captured':
			return world.paste(index, 'captured');
		case 'capture':
			return world.changeCapture(index);
		case 'again':
			return world.signInAgain();
		case 'wait':
			world.at = after(pauses[index % pauses.length] ?? 0, world.at);
			return world.dispatch({type: 'secondPassed'});
		case 'store': {
			const {state} = world;
			const own = state.status === 'signedIn' ? state : undefined;
			const shown = own && 'user' in own.user ? own.user.user : owner;
			const isAnother = index % 4 >= 2;
			const session = trouble
				? undefined
				: sessionNamed(`elsewhere-${index}`, {
						...(isAnother ? {signedInAt: world.at} : own && signedInAtOf(own.session)),
						obtainedAt: world.at,
						expiresAt: after(hour, world.at),
					});
			// The user is written after the tokens, and may not be there yet.
			const user = [shown, undefined, owner, undefined][index % 4];
			return world.dispatch({type: 'storeChanged', session, user, draft});
		}

		case 'quit':
			return world.dispatch({type: 'quitWished', exitCode: 130});
	}
}

const run = (moves: readonly Move[], intent: Intent) => {
	const world = new World();
	world.dispatch({type: 'started', intent});
	for (const one of moves) {
		make(world, one);
	}

	return world;
};

const moves = fc.array(move, {minLength: 10, maxLength: 80, size: 'max'});
const intents = fc.constantFrom<Intent>('resume', 'resume', 'resume', 'signIn', 'review');

const places = [
	'setup',
	'signedIn',
	'signInFailed',
	'exchangeCode',
	'saveSession',
	'refresh',
	'validate',
	'logOut',
	'forget',
	'fetchUser',
	'saveUser',
	'confirmingUser',
	'checkUser',
	'takePlace',
	'giveUpSignIn',
	'captured',
	'copyText',
	'writeUrl',
	'saveWayOut',
	'saveClipboardChoice',
	'userReceived, late, when signedIn',
	'userUnavailable, late, when signedIn',
	'sessionRefreshed, late, when signedIn',
	'sessionNotRefreshed, late, when signedIn',
];

test('in any order of events no two refreshes are in flight, no code is sent twice unless it never left, late facts of another attempt or sign-in change nothing, and no secret shows', () => {
	const seen = new Set<string>();
	// One round reaches the rarest of the places a few times, and now and then not at all.
	for (let round = 0; round < 10 && !places.every(place => seen.has(place)); round++) {
		fc.assert(
			fc.property(moves, intents, (order, intent) => {
				const world = run(order, intent);
				seen.add(world.state.status);
				for (const {type} of [...world.answered, ...world.pending]) {
					seen.add(type);
				}

				if (world.captures > 0) {
					seen.add('captured');
				}

				for (const late of world.stale) {
					seen.add(late);
				}
			}),
			{numRuns: 1500},
		);
	}

	// The orders are good for something only if they get everywhere.
	for (const place of places) {
		expect(seen).toContain(place);
	}
}, 300_000);

test('after quitting, in any order of events, nothing is done and nothing changes', () => {
	fc.assert(
		fc.property(moves, moves, intents, (before, behind, intent) => {
			const world = run([...before, {kind: 'quit', index: 0, trouble: undefined}], intent);
			const closed = world.state;
			const open = world.pending.length + world.answered.length;
			for (const one of behind) {
				make(world, one);
			}

			expect(world.state).toBe(closed);
			expect(world.pending.length + world.answered.length).toBe(open);
		}),
		{numRuns: 300},
	);
}, 300_000);
