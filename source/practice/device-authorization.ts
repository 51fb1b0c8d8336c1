import {type Answer, json, oauthError} from './answer.ts';
import {type Call, readParameters} from './call.ts';
import {unauthorizedClient} from './client-authentication.ts';
import {mintDeviceCode, mintUserCode} from './mint.ts';
import {type DeviceAuthorization, grantScope, type Tenant} from './tenant.ts';

/**
 * POST /oauth/device/code: JSON only, since no form was ever seen to work.
 * Source: RFC 8628 §3.1, §3.2; Anaplan OAuth 2.0 service.
 */
export function answerDeviceAuthorization(tenant: Tenant, call: Call, now: number): Answer {
	const read = readParameters(call);
	if (!read.ok) return read.answer;
	const {encoding, values} = read.value;
	if (encoding !== 'json') {
		return oauthError(
			400,
			'invalid_request',
			'Content-Type must be application/json',
			'wrong content type',
		);
	}

	const {settings} = tenant;
	const clientId = values.get('client_id');
	if (!clientId)
		return oauthError(
			400,
			'invalid_request',
			'Missing required parameter: client_id',
			'missing parameter',
		);
	if (clientId === settings.clients.authorizationCode.clientId) {
		return unauthorizedClient('grant not allowed for this client');
	}

	if (clientId !== settings.clients.device.clientId) return unauthorizedClient('unknown client');
	if (values.has('client_secret')) {
		return oauthError(401, 'access_denied', 'Unauthorized', 'client_secret from a device client');
	}

	const deviceCode = mintDeviceCode();
	const device: DeviceAuthorization = {
		clientId,
		userCode: mintUserCode(),
		scope: grantScope(tenant, values.get('scope')),
		expiresAt: now + settings.deviceCodeLifetimeMs,
		intervalMs: settings.deviceIntervalMs,
		status: 'pending',
	};
	tenant.devices.set(deviceCode, device);
	const verificationUri = `${settings.origin}/activate`;
	return json(200, {
		device_code: deviceCode,
		user_code: device.userCode,
		verification_uri: verificationUri,
		verification_uri_complete: `${verificationUri}?user_code=${device.userCode}`,
		expires_in: settings.deviceCodeLifetimeMs / 1000,
		interval: settings.deviceIntervalMs / 1000,
	});
}

/** The request that waits for a person with this user code, however the code was typed. */
export function findPendingDevice(
	tenant: Tenant,
	typed: string,
	now: number,
): DeviceAuthorization | undefined {
	const wanted = lettersOf(typed);
	return [...tenant.devices.values()].find(
		device =>
			device.status === 'pending' &&
			now < device.expiresAt &&
			lettersOf(device.userCode) === wanted,
	);
}

function lettersOf(userCode: string): string {
	return userCode.toUpperCase().replaceAll(/[^A-Z]/g, '');
}
