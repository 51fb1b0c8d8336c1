import {type Answer, empty, json, plainHtml} from './answer.ts';
import type {Twist} from './call.ts';

/** The endpoints at which something can go wrong. `all` are all of these; pages for people always work. */
export type Endpoint =
	| 'token'
	| 'device/code'
	| 'validate'
	| 'session/refresh'
	| 'logout'
	| 'users/me'
	| 'workspaces'
	| 'models';

/**
 * A fault, the endpoint it applies to, and for how many requests (until cleared, when `times` is missing). With `page`
 * it strikes only where that page of a list is asked for: `{endpoint: 'models', page: 3, name: 'unauthorized', times: 1}`.
 * `processed`: the tenant does what was asked before the fault hides it, so that a refresh token is used up and its
 * successor lost. The faults without it happen to an answer that the tenant has given in earnest.
 */
export type Scenario = {
	readonly endpoint: Endpoint | 'all';
	readonly times?: number;
	/** Of a list; the first is 1. */
	readonly page?: number;
} & Fault;

type Fault =
	| ({
			readonly name: 'serverError';
			readonly status?: 500 | 502 | 503 | 504;
			readonly as?: 'html' | 'json';
	  } & Hiding)
	| ({
			readonly name: 'rateLimited';
			readonly retryAfterS?: number;
			readonly as?: 'seconds' | 'date' | 'nothing';
	  } & Hiding)
	| ({readonly name: 'unauthorized'} & Hiding)
	| ({readonly name: 'forbidden'} & Hiding)
	| ({readonly name: 'notFound'} & Hiding)
	| ({readonly name: 'html'} & Hiding)
	| ({readonly name: 'htmlForbidden'} & Hiding)
	| ({readonly name: 'empty'} & Hiding)
	| ({readonly name: 'huge'; readonly bytes?: number} & Hiding)
	| ({readonly name: 'hang'} & Hiding)
	| ({readonly name: 'cut'} & Hiding)
	| {readonly name: 'truncated'}
	| {readonly name: 'wrongTypes'}
	| {readonly name: 'slowBody'; readonly everyMs?: number}
	| {readonly name: 'slow'; readonly delayMs: number}
	/** The answer comes once something else has happened. */
	| {readonly name: 'slow'; readonly until: Promise<unknown>}
	| {readonly name: 'wrongClock'; readonly offsetMs: number}
	/** A page of a list has no more rows than this, whatever was asked for. */
	| {readonly name: 'shortPage'; readonly rows: number}
	| {readonly name: 'noRefreshToken'}
	| {readonly name: 'narrowScope'; readonly scope?: string};

interface Hiding {
	readonly processed?: boolean;
}

/** How an answer travels back. The server carries it out and decides nothing. */
export type Delivery =
	| {
			readonly how: 'whole';
			readonly answer: Answer;
			readonly delay?: number | Promise<unknown>;
			readonly dateOffsetMs?: number;
	  }
	| {readonly how: 'half'; readonly answer: Answer}
	| {readonly how: 'drip'; readonly answer: Answer; readonly everyMs: number}
	| {readonly how: 'cut'}
	| {readonly how: 'never'};

/** Applies a scenario. `process` lets the tenant do its work and may be left uncalled. */
export function applyScenario(
	scenario: Scenario,
	process: (twist?: Twist) => Answer,
	now: number,
): Delivery {
	if ('processed' in scenario && scenario.processed) process();
	switch (scenario.name) {
		case 'serverError':
			return whole(serverError(scenario.status ?? 503, scenario.as ?? 'json'));
		case 'rateLimited':
			return whole(rateLimited(scenario.retryAfterS ?? 1, scenario.as ?? 'seconds', now));
		case 'unauthorized':
			return whole(json(401, {status: {code: 401, message: 'Unauthorized'}}));
		case 'forbidden':
			return whole(json(403, {status: {code: 403, message: 'Forbidden'}}));
		case 'notFound':
			return whole(json(404, {status: {code: 404, message: 'Not Found'}}));
		case 'html':
			return whole(plainHtml(200, 'Log in to continue'));
		case 'htmlForbidden':
			return whole(plainHtml(403, 'Access denied'));
		case 'empty':
			return whole(empty(200, {'content-type': 'application/json'}));
		case 'huge':
			return whole(json(200, {access_token: 'x'.repeat(scenario.bytes ?? 10_000_000)}));
		case 'hang':
			return {how: 'never'};
		case 'cut':
			return {how: 'cut'};
		case 'truncated':
			return {how: 'half', answer: process()};
		case 'wrongTypes':
			return whole(withWrongTypes(process()));
		case 'slowBody':
			return {how: 'drip', answer: process(), everyMs: scenario.everyMs ?? 50};
		case 'slow':
			return {
				how: 'whole',
				answer: process(),
				delay: 'until' in scenario ? scenario.until : scenario.delayMs,
			};
		case 'wrongClock':
			return {how: 'whole', answer: process(), dateOffsetMs: scenario.offsetMs};
		case 'shortPage':
			return whole(process({rows: scenario.rows}));
		case 'noRefreshToken':
			return whole(process({withoutRefreshToken: true}));
		case 'narrowScope':
			return whole(process({scope: (scenario.scope ?? 'openid offline_access').split(' ')}));
	}
}

function whole(answer: Answer): Delivery {
	return {how: 'whole', answer};
}

function serverError(status: number, as: 'html' | 'json'): Answer {
	if (as === 'html') return plainHtml(status, `${status}: the server is not well`);
	return json(status, {
		error: 'server_error',
		error_description: 'The practice tenant is not well today',
	});
}

function rateLimited(retryAfterS: number, as: 'seconds' | 'date' | 'nothing', now: number): Answer {
	const answer = json(429, {
		error: 'too_many_requests',
		error_description: 'Global limit has been reached',
	});
	if (as === 'nothing') return answer;
	const retryAfter =
		as === 'seconds' ? String(retryAfterS) : new Date(now + retryAfterS * 1000).toUTCString();
	return {...answer, headers: {...answer.headers, 'retry-after': retryAfter}};
}

function withWrongTypes(answer: Answer): Answer {
	return answer.body === ''
		? answer
		: {...answer, body: JSON.stringify(wrongType(JSON.parse(answer.body)))};
}

/** Every value gets a type that it must not have; the shape stays. */
function wrongType(value: unknown): unknown {
	if (typeof value === 'string') return 42;
	if (typeof value === 'number') return 'many';
	if (typeof value !== 'object' || value === null) return [];
	if (Array.isArray(value)) return {};
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wrongType(inner)]));
}
