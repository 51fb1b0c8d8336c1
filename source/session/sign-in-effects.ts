import {codeExchangeRequest} from '../core/oauth/authorization-code.ts';
import {
	deviceAuthorizationRequest,
	readDeviceAuthorization,
} from '../core/oauth/device-authorization.ts';
import {devicePollRequest, readDevicePoll} from '../core/oauth/device-poll.ts';
import {readTokenReply} from '../core/oauth/token-endpoint.ts';
import {copiedText} from './copied-fact.ts';
import {endAtAnaplan} from './end-at-anaplan.ts';
import {storedProfile} from './stored-profile-fact.ts';
import {type EffectHandlers, patientFor} from './workshop.ts';

/** From the stored profile to tokens that are stored. */
export const signInEffects = {
	async loadProfile({intent, grant}, {profiles}) {
		return {type: 'profileLoaded', intent, ...(await storedProfile(profiles, intent, grant))};
	},

	async prepareSignIn({attempt, client}, {ports, profiles}) {
		const kept = await profiles.keepClient(client);
		return kept.ok
			? {
					type: 'signInPrepared',
					attempt,
					oauthState: ports.randomness.oauthState(),
					...kept.value,
				}
			: {type: 'signInNotPossible', attempt, problem: kept.problem};
	},

	async openBrowser({attempt, url}, {ports}) {
		const opened = await ports.browser.open(url);
		return opened.ok
			? {type: 'browserOpened', attempt}
			: {type: 'browserNotOpened', attempt, problem: opened.problem};
	},

	copyText: async (effect, {ports}) => copiedText(effect, ports),

	async writeUrl({attempt, url}, {ports}) {
		const written = await ports.urlFile.write(url);
		return written.ok
			? {type: 'urlWritten', attempt, path: written.value}
			: {type: 'urlNotWritten', attempt, problem: written.problem};
	},

	// A preference that cannot be kept holds for this run; that is not worth a word.
	async saveClipboardChoice({watchClipboard}, {profiles}) {
		await profiles.keepPreferences({watchClipboard});
		return undefined;
	},

	async saveWayOut({wayOut}, {profiles}) {
		await profiles.keepPreferences({wayOut});
		return undefined;
	},

	async exchangeCode({attempt, client, code}, workshop, dispatch) {
		const {http} = patientFor(attempt, workshop, dispatch).ports;
		const reply = await http.send(codeExchangeRequest(client, code));
		const response = reply.ok ? readTokenReply(reply.value, client.grant) : reply;
		return response.ok
			? {type: 'tokensReceived', attempt, response: response.value}
			: {type: 'codeNotExchanged', attempt, problem: response.problem};
	},

	async requestDeviceCode({attempt, client}, {ports}) {
		const reply = await ports.http.send(deviceAuthorizationRequest(client));
		const read = reply.ok ? readDeviceAuthorization(reply.value, client.hosts) : reply;
		return read.ok
			? {type: 'deviceCodeReceived', attempt, authorization: read.value}
			: {type: 'deviceCodeNotReceived', attempt, problem: read.problem};
	},

	async pollDevice({attempt, client, authorization}, {ports}) {
		const sent = await ports.http.send(devicePollRequest(client, authorization));
		return {type: 'devicePolled', attempt, client, poll: readDevicePoll(sent, authorization)};
	},

	// Where Anaplan cannot be asked they end by themselves; nobody holds them.
	async endTokens(effect, {ports}) {
		await endAtAnaplan(ports.http, effect);
		return undefined;
	},

	async saveSession({attempt, client, session}, {profiles}) {
		const kept = await profiles.keepSignIn(client, session);
		if (!kept.ok) {
			return {type: 'sessionNotSaved', attempt, problem: kept.problem};
		}

		if (kept.value.kind === 'parked') {
			return {type: 'signInParked', attempt, remembered: kept.value.remembered};
		}

		const {kind: _, ...preferences} = kept.value;
		return {type: 'sessionSaved', attempt, ...preferences};
	},
} satisfies Partial<EffectHandlers>;
