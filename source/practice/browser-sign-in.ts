import {type Answer, redirect} from './answer.ts';
import {type Call, readPageForm} from './call.ts';
import {findPendingDevice} from './device-authorization.ts';
import {mintAuthorizationCode, mintTransaction} from './mint.ts';
import {activatePage, consentPage, devicePage, errorPage, signInPage} from './pages.ts';
import type {PracticeUser} from './settings.ts';
import {findUser, type SignIn, type Tenant} from './tenant.ts';

const lost = 'This sign-in has already ended, or was never begun. Start again from the terminal.';

/** POST /auth/login: any password is right, and only the practice people exist. */
export function answerLogin(tenant: Tenant, call: Call): Answer {
	const form = readPageForm(call);
	const {transaction, signIn} = findSignIn(tenant, form);
	if (signIn === undefined) return errorPage(400, lost);
	const typed = (form.get('email') ?? '').trim();
	const user = findUser(tenant, typed);
	if (user === undefined) {
		const {settings} = tenant;
		const others = settings.others.map(({email}) => `, or ${email}`).join('');
		return signInPage(
			transaction,
			settings.user.email,
			`Nobody here is called ${typed}. The practice user is ${settings.user.email}${others}.`,
		);
	}

	signIn.user = user;
	return consentPage(transaction, {email: user.email, ...consentDetails(signIn)});
}

/** POST /auth/consent: Allow makes a code or releases the device, Deny says so; either ends this sign-in. */
export function answerConsent(tenant: Tenant, call: Call, now: number): Answer {
	const form = readPageForm(call);
	const {transaction, signIn} = findSignIn(tenant, form);
	const user = signIn?.user;
	if (signIn === undefined || user === undefined) return errorPage(400, lost);
	const decision = form.get('decision') === 'allow' ? 'allow' : 'deny';
	tenant.signIns.delete(transaction);
	if (signIn.kind === 'code')
		return redirect(authorizationResponse(tenant, {...signIn, user}, decision, now));
	// Two tabs may hold the same code; the first decision stands.
	if (signIn.device.status !== 'pending') return errorPage(400, lost);
	signIn.device.status = decision === 'allow' ? 'allowed' : 'denied';
	signIn.device.user = user;
	return devicePage(decision);
}

/** GET /activate: a link may bring the code along, but a person has to confirm it. */
export function answerActivatePage(_tenant: Tenant, call: Call): Answer {
	return activatePage(call.query.get('user_code') ?? '');
}

/** POST /activate: the confirmed code leads to the same sign-in as everywhere else. */
export function answerActivate(tenant: Tenant, call: Call, now: number): Answer {
	const typed = readPageForm(call).get('user_code') ?? '';
	const device = findPendingDevice(tenant, typed, now);
	if (device === undefined)
		return activatePage(typed, 'No device is waiting with this code, or the code has run out.');
	const transaction = mintTransaction();
	tenant.signIns.set(transaction, {kind: 'device', device});
	return signInPage(transaction, tenant.settings.user.email);
}

function findSignIn(
	tenant: Tenant,
	form: URLSearchParams,
): {transaction: string; signIn: SignIn | undefined} {
	const transaction = form.get('transaction') ?? '';
	return {transaction, signIn: tenant.signIns.get(transaction)};
}

function consentDetails(signIn: SignIn): {
	clientId: string;
	scope: readonly string[];
	formTarget?: string;
} {
	if (signIn.kind === 'device')
		return {clientId: signIn.device.clientId, scope: signIn.device.scope};
	return {
		clientId: signIn.clientId,
		scope: signIn.scope,
		formTarget: new URL(signIn.redirectUri).origin,
	};
}

/**
 * The address to which the browser is sent: the registered string and a query behind it.
 * Where that string has no path, the browser adds the slash by itself, and a client has to know that.
 */
function authorizationResponse(
	tenant: Tenant,
	signIn: Extract<SignIn, {kind: 'code'}> & {readonly user: PracticeUser},
	decision: 'allow' | 'deny',
	now: number,
): string {
	const answer = new URLSearchParams();
	if (decision === 'allow') {
		const code = mintAuthorizationCode();
		const {clientId, redirectUri, scope, user} = signIn;
		const expiresAt = now + tenant.settings.authorizationCodeLifetimeMs;
		tenant.codes.set(code, {clientId, redirectUri, scope, user, expiresAt});
		answer.set('code', code);
	} else {
		answer.set('error', 'access_denied');
		answer.set('error_description', 'User did not authorize the request');
	}

	if (signIn.state !== undefined) answer.set('state', signIn.state);
	return `${signIn.redirectUri}${signIn.redirectUri.includes('?') ? '&' : '?'}${answer.toString()}`;
}
