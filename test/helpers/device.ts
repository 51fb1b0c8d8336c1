import type {DeviceClient} from '../../source/core/oauth/client.ts';
import type {DeviceAuthorization} from '../../source/core/oauth/device-authorization.ts';
import type {AwaitingDevice} from '../../source/core/sign-in/flow.ts';
import {minute, second} from '../../source/core/time.ts';
import {after, client, jsonReply, noon, secret} from './samples.ts';

export const deviceClient: DeviceClient = {
	grant: 'device_code',
	clientId: 'device-client-1',
	scope: client.scope,
	region: client.region,
	hosts: client.hosts,
};

export const page = 'https://iam.anaplan.com/activate';

/** A code of 15 minutes, given out at noon. */
export const authorization: DeviceAuthorization = {
	deviceCode: secret('device code', 'device-code'),
	userCode: '1GMV-ATBA',
	verificationUri: page,
	verificationUriComplete: `${page}?user_code=1GMV-ATBA`,
	expiresAt: after(15 * minute),
	intervalMs: 5 * second,
};

export const awaiting: AwaitingDevice = {
	status: 'awaitingDevice',
	attempt: 1,
	client: deviceClient,
	authorization,
	nextPollAt: after(5 * second, noon),
	pauseMs: 5 * second,
	intervalMs: 5 * second,
	polling: 'idle',
};

/** Sent to a page that is not Anaplan's. */
export const awaitingElsewhere: AwaitingDevice = {
	...awaiting,
	authorization: {
		...authorization,
		verificationUri: 'https://login.anaplan.example/activate',
		verificationUriComplete: 'https://login.anaplan.example/activate?user_code=1GMV-ATBA',
	},
};

/** The reply to a device authorization request, as the HTTP adapter hands it over. */
export const deviceReply = (changes: Record<string, unknown> = {}) =>
	jsonReply(200, {
		device_code: secret('device code', 'device-code'),
		user_code: '1GMV-ATBA',
		verification_uri: page,
		verification_uri_complete: `${page}?user_code=1GMV-ATBA`,
		expires_in: 900,
		interval: 5,
		...changes,
	});
