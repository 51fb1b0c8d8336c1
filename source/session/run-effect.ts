import {readUser, userRequest} from '../core/anaplan-api.ts';
import {codeExchangeRequest} from '../core/authorization-code.ts';
import {deviceAuthorizationRequest, readDeviceAuthorization} from '../core/device-authorization.ts';
import {devicePollRequest, readDevicePoll} from '../core/device-poll.ts';
import type {Effect, Fact} from '../core/flow.ts';
import {type Result, success} from '../core/result.ts';
import {readTokenReply} from '../core/token-endpoint.ts';
import {sendAuthenticated} from './authenticated.ts';
import {copyText} from './copy-text.ts';
import {logOut} from './log-out.ts';
import type {Ports} from './ports.ts';
import type {Profiles} from './profiles.ts';
import {refreshedFact} from './refreshed-fact.ts';
import type {SessionKeeper} from './session-keeper.ts';
import {validate} from './validate.ts';

export type Workshop = {
	readonly ports: Ports;
	readonly profiles: Profiles;
	readonly keeper: SessionKeeper;
};

type Dispatch = (fact: Fact) => void;

/**
 * Carries out effects: builds the request, calls a port, reads the reply, tells the fact. It
 * decides nothing. An exception in here is a defect and is passed to `failed`.
 */
export function createRunEffect(workshop: Workshop, failed: (error: unknown) => void) {
	return (effect: Effect, dispatch: Dispatch): void => {
		run(effect, workshop, dispatch).catch(failed);
	};
}

async function run(effect: Effect, workshop: Workshop, dispatch: Dispatch): Promise<void> {
	const {ports, profiles, keeper} = workshop;
	switch (effect.type) {
		case 'loadProfile': {
			dispatch(await loadedProfile(profiles, effect));
			return;
		}

		case 'prepareSignIn': {
			const {attempt, client} = effect;
			const kept = await profiles.keepClient(client);
			dispatch(
				kept.ok
					? {
							type: 'signInPrepared',
							attempt,
							oauthState: ports.randomness.oauthState(),
							...kept.value,
						}
					: {type: 'signInNotPossible', attempt, problem: kept.problem},
			);
			return;
		}

		case 'openBrowser': {
			const {attempt} = effect;
			const opened = await ports.browser.open(effect.url);
			dispatch(
				opened.ok
					? {type: 'browserOpened', attempt}
					: {type: 'browserNotOpened', attempt, problem: opened.problem},
			);
			return;
		}

		case 'copyText': {
			dispatch(await copiedText(effect, ports));
			return;
		}

		case 'copyAccessToken': {
			dispatch(await copiedToken(effect, ports));
			return;
		}

		case 'writeUrl': {
			const {attempt} = effect;
			const written = await ports.urlFile.write(effect.url);
			dispatch(
				written.ok
					? {type: 'urlWritten', attempt, path: written.value}
					: {type: 'urlNotWritten', attempt, problem: written.problem},
			);
			return;
		}

		case 'exchangeCode': {
			const {attempt, client, code} = effect;
			const reply = await ports.http.send(codeExchangeRequest(client, code));
			const grant = reply.ok ? readTokenReply(reply.value) : reply;
			dispatch(
				grant.ok
					? {type: 'tokensReceived', attempt, grant: grant.value}
					: {type: 'codeNotExchanged', attempt, problem: grant.problem},
			);
			return;
		}

		case 'requestDeviceCode': {
			const {attempt, client} = effect;
			const reply = await ports.http.send(deviceAuthorizationRequest(client));
			const read = reply.ok ? readDeviceAuthorization(reply.value, client.hosts) : reply;
			dispatch(
				read.ok
					? {type: 'deviceCodeReceived', attempt, authorization: read.value}
					: {type: 'deviceCodeNotReceived', attempt, problem: read.problem},
			);
			return;
		}

		case 'pollDevice': {
			const {attempt, client, authorization} = effect;
			const sent = await ports.http.send(devicePollRequest(client, authorization));
			dispatch({type: 'devicePolled', attempt, poll: readDevicePoll(sent, authorization)});
			return;
		}

		case 'saveSession': {
			const {attempt, client, session} = effect;
			const kept = await profiles.keepSignIn(client, session);
			dispatch(
				kept.ok
					? {type: 'sessionSaved', attempt, autoRefresh: kept.value}
					: {type: 'sessionNotSaved', attempt, problem: kept.problem},
			);
			return;
		}

		case 'fetchUser': {
			await tellUser(effect, workshop, dispatch);
			return;
		}

		case 'saveUser': {
			// Only for display in the next run; the user is fetched again then.
			await profiles.keepUser(effect.user);
			return;
		}

		case 'refresh': {
			const kept = await keeper.refreshed(effect.observed);
			dispatch(
				kept.ok
					? refreshedFact(effect.signIn, kept.value)
					: {type: 'sessionNotRefreshed', attempt: effect.attempt, problem: kept.problem},
			);
			return;
		}

		case 'validate': {
			const {attempt, client, session} = effect;
			const validated = await validate(workshop, client, session);
			dispatch(
				validated.ok
					? {type: 'tokenValidated', attempt, session: validated.value.session}
					: {type: 'tokenNotValidated', attempt, problem: validated.problem},
			);
			return;
		}

		// A preference that cannot be kept holds for this run; that is not worth a word.
		case 'saveAutoRefresh': {
			await profiles.keepPreferences({autoRefresh: effect.autoRefresh});
			return;
		}

		case 'saveClipboardChoice': {
			await profiles.keepPreferences({watchClipboard: effect.watchClipboard});
			return;
		}

		case 'saveWayOut': {
			await profiles.keepPreferences({wayOut: effect.wayOut});
			return;
		}

		case 'logOut':
		case 'forget': {
			const {attempt} = effect;
			const ended = effect.type === 'logOut' ? await logOut(workshop) : await forget(profiles);
			const {draft} = await currentProfile(profiles);
			dispatch(
				ended.ok
					? {type: 'loggedOut', attempt, draft, how: ended.value}
					: {type: 'notLoggedOut', attempt, problem: ended.problem},
			);
		}
	}
}

const currentProfile = async (profiles: Profiles) => {
	const loaded = await profiles.load();
	return loaded.ok ? loaded.value : await profiles.salvage();
};

async function loadedProfile(
	profiles: Profiles,
	{intent, grant}: Extract<Effect, {type: 'loadProfile'}>,
): Promise<Fact> {
	const loaded = await profiles.load(grant);
	const {draft, client, signedIn, user, autoRefresh} = loaded.ok
		? loaded.value
		: await profiles.salvage(grant);
	const resumed = intent === 'resume' ? signedIn : undefined;
	const usedClient = resumed?.client ?? client;
	return {
		type: 'profileLoaded',
		intent,
		draft,
		...(usedClient && {client: usedClient}),
		...(resumed && {session: resumed.session}),
		...(user && {user}),
		autoRefresh,
		...(!loaded.ok && {problem: loaded.problem}),
	};
}

async function copiedText(
	{what, text}: Extract<Effect, {type: 'copyText'}>,
	ports: Ports,
): Promise<Fact> {
	const copied = await copyText(text, ports);
	if (copied.ok) {
		return {type: 'copied', what, route: copied.value};
	}

	const hint =
		what === 'deviceAddress'
			? 'Type the address and the code that are shown into any browser.'
			: 'Press p to see the URL plain, and select it there.';
	return {type: 'notCopied', what, problem: {...copied.problem, hint}};
}

/** A token goes to the system's clipboard only: what a terminal passes on may be logged on the way. */
async function copiedToken(
	{accessToken}: Extract<Effect, {type: 'copyAccessToken'}>,
	{clipboard}: Ports,
): Promise<Fact> {
	const what = 'accessToken';
	const written = await clipboard.write(accessToken);
	return written.ok
		? {type: 'copied', what, route: 'system'}
		: {type: 'notCopied', what, problem: {...written.problem, hint: 'Run: anaplan-tui token'}};
}

/** Fetches the user; a refresh that this takes is told before the user is. */
async function tellUser(
	{signIn, client, session}: Extract<Effect, {type: 'fetchUser'}>,
	{ports, keeper}: Workshop,
	dispatch: Dispatch,
): Promise<void> {
	const sent = await sendAuthenticated(
		{http: ports.http, keeper},
		(current, {accessToken}) => userRequest(current.hosts, accessToken),
		{client, session, by: 'stored'},
	);
	if (sent.ok && sent.value.kept.by !== 'stored') {
		dispatch(refreshedFact(signIn, sent.value.kept));
	}

	const user = sent.ok ? readUser(sent.value.reply) : sent;
	dispatch(
		user.ok
			? {type: 'userReceived', signIn, user: user.value}
			: {type: 'userUnavailable', signIn, problem: user.problem},
	);
}

const forget = async (profiles: Profiles): Promise<Result<'locally'>> => {
	const forgotten = await profiles.forgetSession();
	return forgotten.ok ? success('locally') : forgotten;
};
