import {type Answer, redirect} from './answer.ts';
import type {Call} from './call.ts';
import {mintTransaction} from './mint.ts';
import {errorPage, landingPage, signInPage} from './pages.ts';
import type {Rule} from './records.ts';
import {grantScope, type Tenant} from './tenant.ts';

/** GET /auth/authorize: leads to the login page with the query as it came. */
export function answerAuthorize(_tenant: Tenant, call: Call): Answer {
	return redirect(`/auth/prelogin?${call.query.toString()}`);
}

/**
 * GET /auth/prelogin: checks the authorization request and shows the login page.
 * What cannot be trusted gets a page and no redirect (RFC 6749 §4.1.2.1). A missing state is tolerated, as Anaplan does,
 * and still counts as a violation. Parameters that nobody knows are ignored.
 */
export function answerPrelogin(tenant: Tenant, call: Call): Answer {
	const {query} = call;
	const {authorizationCode, device} = tenant.settings.clients;
	const clientId = query.get('client_id');
	if (clientId === device.clientId) {
		const message =
			'This client was registered for the device grant. It cannot use the authorization code grant.';
		return errorPage(403, message, 'grant not allowed for this client');
	}

	if (clientId !== authorizationCode.clientId) {
		const message = `No OAuth client has this client_id: ${clientId ?? '(none was sent)'}`;
		return errorPage(403, message, 'unknown client');
	}

	const redirectUri = query.get('redirect_uri');
	const allowed = [authorizationCode.redirectUri, ...authorizationCode.otherRedirectUris];
	if (redirectUri === null || !allowed.includes(redirectUri)) {
		const message = `This redirect_uri is not among the client's allowed callback URLs: ${redirectUri ?? '(none was sent)'}`;
		return errorPage(403, message, 'wrong redirect_uri');
	}

	if (query.get('response_type') !== 'code') {
		const message = `response_type must be "code", not "${query.get('response_type') ?? ''}".`;
		return errorPage(400, message, 'response_type is not code');
	}

	const repeated = [...new Set(query.keys())].find(name => query.getAll(name).length > 1);
	if (repeated !== undefined)
		return errorPage(400, `${repeated} was sent twice.`, 'parameter sent twice');

	const state = query.get('state') || undefined;
	const violations: Rule[] = state === undefined ? ['no state'] : [];
	const transaction = mintTransaction();
	tenant.signIns.set(transaction, {
		kind: 'code',
		clientId,
		redirectUri,
		scope: grantScope(tenant, query.get('scope') ?? undefined),
		state,
	});
	return {...signInPage(transaction, tenant.settings.user.email), violations};
}

/** GET /: the page at the registered redirect URI. */
export function answerLanding(_tenant: Tenant, call: Call): Answer {
	if (call.query.has('code')) return landingPage('allowed');
	return landingPage(call.query.has('error') ? 'denied' : 'nothing');
}
