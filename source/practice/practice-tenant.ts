import type {IncomingMessage, ServerResponse} from 'node:http';
import {type Answer, oauthError} from './answer.ts';
import {apiError} from './api-host.ts';
import type {Call, Twist} from './call.ts';
import {deliver} from './deliver.ts';
import {refuseAtGate} from './gate.ts';
import {pageNumber} from './lists.ts';
import {readBody, toCall} from './read-request.ts';
import type {Counters, RecordedRequest, Violation} from './records.ts';
import {findRoute} from './routes.ts';
import {applyScenario, type Delivery, type Scenario} from './scenario.ts';
import {createScenarioList} from './scenario-list.ts';
import {listenLocally} from './server.ts';
import {
	type AuthorizationCodeClient,
	type DeviceClient,
	type PracticeTenantOptions,
	type PracticeUser,
	resolveSettings,
} from './settings.ts';
import {
	completeSignIn,
	createTenant,
	expireAllAccessTokens,
	grantScope,
	revokeAllRefreshTokens,
	type TokenReply,
} from './tenant.ts';
import {readGrantType} from './token-endpoint.ts';
import {createTrafficCounter, type Traffic} from './traffic.ts';

export interface PracticeTenant {
	readonly origin: string;
	readonly port: number;
	readonly clients: {
		readonly authorizationCode: AuthorizationCodeClient;
		readonly device: DeviceClient;
	};
	/** Every request, in the order of arrival. */
	readonly requests: readonly RecordedRequest[];
	/** What a well-behaved client would not have done. */
	readonly violations: readonly Violation[];
	readonly counters: Counters;
	/** How busy the lists and the other paths of the API were kept. */
	readonly traffic: Traffic;
	/** Replaces what was set for the same endpoint; several at once happen one after the other. */
	setScenario(...scenarios: readonly Scenario[]): void;
	clearScenarios(): void;
	/** Signs a person in without a browser, for tests that start with a signed-in store. */
	issue(options?: {
		grant?: 'authorizationCode' | 'device';
		scope?: string;
		user?: PracticeUser;
	}): TokenReply;
	/** Who signs in when nobody says otherwise, and who else has an account. */
	readonly people: readonly [PracticeUser, ...PracticeUser[]];

	revokeRefreshTokens(): void;
	expireAccessTokens(): void;
	/** Moves the tenant's clock, and nobody else's. */
	advanceClock(ms: number): void;
	/** The tenant's time, in milliseconds since 1970. */
	now(): number;
	close(): Promise<void>;
}

/**
 * Starts a pretend Anaplan on 127.0.0.1: authorization server, authentication service and API at one origin.
 * It is strict: what Anaplan would refuse is refused, and written down as a violation.
 * Rejects when the port is taken. It does not keep the process alive.
 */
export async function startPracticeTenant(
	options: PracticeTenantOptions = {},
): Promise<PracticeTenant> {
	let clockOffsetMs = options.clockOffsetMs ?? 0;
	const clock = options.clock ?? Date.now;
	const now = (): number => clock() + clockOffsetMs;
	const requests: RecordedRequest[] = [];
	const violations: Violation[] = [];
	const scenarios = createScenarioList(options.scenarios ?? []);

	const server = await listenLocally(options.port ?? 0, onRequest);
	const origin = `http://127.0.0.1:${server.port}`;
	const settings = resolveSettings(options, origin);
	const tenant = createTenant(settings);
	const traffic = createTrafficCounter(settings.requestsPerSecond);

	return {
		origin,
		port: server.port,
		clients: settings.clients,
		requests,
		violations,
		counters: tenant.counters,
		traffic,
		setScenario: (...next) => scenarios.set(next),
		clearScenarios: () => scenarios.clear(),
		people: [settings.user, ...settings.others],
		issue({
			grant = 'authorizationCode',
			scope = 'openid email offline_access',
			user = settings.user,
		} = {}) {
			const {clientId} = settings.clients[grant];
			return completeSignIn(tenant, {clientId, scope: grantScope(tenant, scope), user}, now())
				.reply;
		},
		revokeRefreshTokens: () => revokeAllRefreshTokens(tenant),
		expireAccessTokens: () => expireAllAccessTokens(tenant, now()),
		advanceClock(ms) {
			clockOffsetMs += ms;
		},
		now,
		close: () => server.close(),
	};

	async function onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await readBody(request);
		const call = toCall(request, body, origin);
		const record = recordRequest(call);
		const isApi = call.path.startsWith('/2/0/');
		const isTooFast = isApi && !traffic.arrive(now());
		if (isApi) response.once('close', () => traffic.leave());
		const delivery =
			body === 'tooLarge'
				? tooLarge(record)
				: isTooFast
					? tooFast(record, call)
					: answer(call, record);
		if ('answer' in delivery) record.status = delivery.answer.status;
		deliver(response, delivery, now());
	}

	function recordRequest(call: Call): RecordedRequest {
		const record: RecordedRequest = {method: call.method, path: call.path, at: now(), status: 0};
		const scheme = /^[\w-]+(?= )/.exec(call.headers.authorization ?? '')?.[0];
		if (scheme !== undefined) record.scheme = scheme;
		requests.push(record);
		if (call.path !== '/oauth/token') return record;
		const grantType = readGrantType(call);
		if (grantType !== undefined) record.grantType = grantType;
		tenant.counters.tokenRequests[counterOf(grantType)]++;
		return record;
	}

	function answer(call: Call, record: RecordedRequest): Delivery {
		const note = (reply: Answer): Answer => {
			violations.push(...reply.violations.map(rule => ({rule, request: record})));
			return reply;
		};
		const refusal = refuseAtGate(call);
		if (refusal !== undefined) return {how: 'whole', answer: note(refusal)};
		const {endpoint, handler} = findRoute(call.method, call.path);
		const process = (twist: Twist = {}): Answer => note(handler(tenant, {...call, twist}, now()));
		const scenario =
			endpoint === undefined ? undefined : scenarios.take(endpoint, pageNumber(tenant, call));
		if (scenario === undefined) return {how: 'whole', answer: process()};
		record.scenario = scenario.name;
		return applyScenario(scenario, process, now());
	}

	function tooFast(record: RecordedRequest, call: Call): Delivery {
		violations.push({rule: 'too many requests in a second', request: record});
		const refusal = apiError(429, 'Too Many Requests', call, now());
		return {
			how: 'whole',
			answer: {...refusal, headers: {...refusal.headers, 'retry-after': '1'}},
		};
	}

	function tooLarge(record: RecordedRequest): Delivery {
		violations.push({rule: 'body too large', request: record});
		return {how: 'whole', answer: oauthError(413, 'invalid_request', 'The body is too large')};
	}
}

function counterOf(grantType: string | undefined): keyof Counters['tokenRequests'] {
	switch (grantType) {
		case 'authorization_code':
		case 'refresh_token':
			return grantType;
		case 'urn:ietf:params:oauth:grant-type:device_code':
			return 'device_code';
		default:
			return 'other';
	}
}
