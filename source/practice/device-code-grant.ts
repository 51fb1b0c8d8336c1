import {type Answer, json, oauthError} from './answer.ts';
import type {Twist} from './call.ts';
import type {GrantRequest} from './grant-request.ts';
import type {Rule} from './records.ts';
import {completeSignIn, type DeviceAuthorization, type Tenant, type TokenReply} from './tenant.ts';

const slowDownMs = 5000;

/**
 * One poll with a device code.
 * `authorization_pending` is 403 and `slow_down` 429, as Auth0 has it, where RFC 8628 §3.5 has 400.
 * After a final answer (tokens, denied, expired) the code is unknown, and a client that still polls breaks a rule.
 */
export function exchangeDeviceCode(tenant: Tenant, request: GrantRequest, now: number): Answer {
	const device = tenant.devices.get(request.parameters.get('device_code') ?? '');
	if (device === undefined || device.clientId !== request.clientId) {
		return invalidDeviceCode('unknown device code');
	}

	const isOpen = device.status !== 'ended';
	if (isOpen && now >= device.expiresAt) {
		device.status = 'ended';
		return oauthError(403, 'expired_token', 'The device code has expired');
	}

	if (isOpen && polledTooFast(device, now)) {
		device.lastPollAt = now;
		device.intervalMs += slowDownMs;
		return oauthError(
			429,
			'slow_down',
			'You are polling faster than the specified interval',
			'polled too fast',
		);
	}

	device.lastPollAt = now;
	switch (device.status) {
		case 'ended':
			return invalidDeviceCode('polled after the end');
		case 'pending':
			return oauthError(403, 'authorization_pending', 'User has yet to authorize device code');
		case 'denied':
			device.status = 'ended';
			return oauthError(403, 'access_denied', 'User cancelled the confirmation prompt');
		case 'allowed':
			device.status = 'ended';
			return json(200, signInDevice(tenant, device, now, request.twist));
	}
}

function signInDevice(
	tenant: Tenant,
	{clientId, scope, user = tenant.settings.user}: DeviceAuthorization,
	now: number,
	twist: Twist,
): TokenReply {
	return completeSignIn(tenant, {clientId, scope, user}, now, twist).reply;
}

/** A tenth of the interval is forgiven: a request that travelled faster than the one before it is not impatience. */
function polledTooFast(device: DeviceAuthorization, now: number): boolean {
	return device.lastPollAt !== undefined && now - device.lastPollAt < device.intervalMs * 0.9;
}

function invalidDeviceCode(rule: Rule): Answer {
	return oauthError(403, 'invalid_grant', 'Invalid or expired device code', rule);
}
