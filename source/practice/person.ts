import {type BrowserPage, browse, submit, visit, wordsOf} from './browser-steps.ts';

export interface PersonOptions {
	readonly decision?: 'allow' | 'deny';
	/** Default: what the page suggests. */
	readonly email?: string;
	readonly password?: string;
}

/**
 * Plays the person at the browser: opens the authorization URL, signs in, allows or denies.
 * Returns the address that the address bar then shows, with the slash that a browser adds to a bare origin.
 * Rejects with the words on the page when the tenant does not go along.
 */
export async function signInAsPerson(
	authorizationUrl: string,
	options: PersonOptions = {},
): Promise<string> {
	const redirectUri = new URL(authorizationUrl).searchParams.get('redirect_uri') ?? '';
	const isLanding = (location: string): boolean => isAnswerTo(redirectUri, location);
	const loginPage = await browse(authorizationUrl, isLanding);
	const lastPage = await signInAndDecide(loginPage, options, isLanding);
	if (lastPage.location === undefined)
		throw new Error(`The browser was not sent back. The page says: ${wordsOf(lastPage)}`);
	await open(lastPage.location);
	return lastPage.location;
}

/**
 * Plays the person with the device link: confirms the code, signs in, allows or denies.
 * Returns the words on the last page. Rejects with the words on the page when the code is refused.
 */
export async function approveDevice(
	verificationUriComplete: string,
	options: PersonOptions = {},
): Promise<string> {
	const codePage = await browse(verificationUriComplete);
	const loginPage = await submit(codePage, 'confirm');
	return wordsOf(await signInAndDecide(loginPage, options));
}

async function signInAndDecide(
	loginPage: BrowserPage,
	{decision = 'allow', email, password = 'a password'}: PersonOptions,
	stop?: (location: string) => boolean,
): Promise<BrowserPage> {
	const typed = {password, ...(email !== undefined && {email})};
	const consentPage = await submit(loginPage, 'signIn', typed);
	return submit(consentPage, decision, {}, stop);
}

function isAnswerTo(redirectUri: string, location: string): boolean {
	if (!URL.canParse(redirectUri)) return false;
	const expected = new URL(redirectUri);
	const {origin, pathname, searchParams} = new URL(location);
	const isSamePlace = origin === expected.origin && pathname === expected.pathname;
	return isSamePlace && (searchParams.has('code') || searchParams.has('error'));
}

/** A browser loads the page it lands on. Pages beyond this computer are left alone, and nobody may be listening. */
async function open(address: string): Promise<void> {
	const {protocol, hostname} = new URL(address);
	if (protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return;
	await visit(address).catch(() => undefined);
}
