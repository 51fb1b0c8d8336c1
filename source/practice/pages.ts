import type {Answer} from './answer.ts';
import {html, page, type SafeHtml} from './page-layout.ts';
import type {Rule} from './records.ts';

/** Where a person says who they are. The password is never looked at. */
export function signInPage(transaction: string, email: string, problem?: string): Answer {
	return page(
		'Sign in',
		html`${note(problem)}
<form method="post" action="/auth/login">
<input type="hidden" name="transaction" value="${transaction}">
<label>Email <input type="email" name="email" value="${email}" autocomplete="off"></label>
<label>Password <input type="password" name="password" placeholder="anything will do" autocomplete="off"></label>
<button type="submit" name="action" value="signIn">Sign in</button>
</form>`,
	);
}

/** Where a person allows or denies what a client asks for. */
export function consentPage(
	transaction: string,
	details: {
		readonly email: string;
		readonly clientId: string;
		readonly scope: readonly string[];
		readonly formTarget?: string;
	},
): Answer {
	const scopes = details.scope.map(
		scope => html`<li><code>${scope}</code> ${meaningOf(scope)}</li>`,
	);
	return page(
		'Allow access?',
		html`<p>You are signed in as <strong>${details.email}</strong>. The OAuth client <code>${details.clientId}</code> asks for:</p>
<ul>${scopes}</ul>
<form method="post" action="/auth/consent">
<input type="hidden" name="transaction" value="${transaction}">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny" class="quiet">Deny</button>
</form>`,
		details.formTarget === undefined ? {} : {formTarget: details.formTarget},
	);
}

/** Where the browser ends up. It plays the part of https://www.anaplan.com and knows nothing about OAuth. */
export function landingPage(outcome: 'allowed' | 'denied' | 'nothing'): Answer {
	if (outcome === 'nothing') {
		return page(
			'Practice tenant',
			html`<p>This is where the browser lands after a sign-in. Start one from the terminal with <code>anaplan-tui demo</code>.</p>`,
		);
	}

	const title = outcome === 'allowed' ? 'Almost done' : 'Access denied';
	return page(
		title,
		html`<p><strong>Now copy this address from the address bar and paste it into the terminal.</strong></p>
<p>Take the whole address, from <code>http</code> to its end. With Anaplan itself this page is one of Anaplan's own, and the step is the same.</p>`,
	);
}

/** Where a person types the code that the terminal shows. */
export function activatePage(userCode: string, problem?: string): Answer {
	return page(
		'Connect a device',
		html`${note(problem)}
<p>Is this the code that the terminal shows?</p>
<form method="post" action="/activate">
<label>Code <input class="code" name="user_code" value="${userCode}" autocomplete="off" autocapitalize="characters"></label>
<button type="submit" name="action" value="confirm">Confirm</button>
</form>`,
	);
}

/** The end of a device sign-in. */
export function devicePage(decision: 'allow' | 'deny'): Answer {
	return decision === 'allow'
		? page(
				'Congratulations, you are all set!',
				html`<p>The device is connected. Go back to the terminal.</p>`,
			)
		: page('Access denied', html`<p>The device was not connected. Go back to the terminal.</p>`);
}

/** A request that Anaplan would not carry on with. It is never redirected to an address nobody registered. */
export function errorPage(status: number, message: string, ...violations: Rule[]): Answer {
	return page('This request cannot go on', html`<p role="alert">${message}</p>`, {
		status,
		violations,
	});
}

function note(problem: string | undefined): SafeHtml {
	return problem === undefined ? html`` : html`<p role="alert">${problem}</p>`;
}

function meaningOf(scope: string): string {
	switch (scope) {
		case 'openid':
			return 'know who you are';
		case 'email':
			return 'read your email address';
		case 'offline_access':
			return 'stay signed in with a refresh token';
		default:
			return '';
	}
}
