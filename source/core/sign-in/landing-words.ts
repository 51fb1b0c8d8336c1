import {printable} from '../printable.ts';

/** The address that a sign-in ends on, as browsers show it: with a slash after a bare host. */
export function landingWords(redirectUri: string, room: 'wide' | 'narrow'): string {
	const {href, search} = new URL(redirectUri);
	const reply = room === 'narrow' ? 'code=…' : 'code=…&state=…';
	return `${printable(href, 60)}${search === '' ? '?' : '&'}${reply}`;
}
