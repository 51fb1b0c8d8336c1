/** What `waitFor` looks for: a text, a pattern, or anything that can be asked of the session. */
export type Wanted = string | RegExp | ((screen: string) => boolean);

export function shows(screen: string, wanted: Wanted): boolean {
	if (typeof wanted === 'string') {
		return screen.includes(wanted);
	}

	return wanted instanceof RegExp ? wanted.test(screen) : wanted(screen);
}

export function describe(wanted: Wanted): string {
	return typeof wanted === 'string' ? JSON.stringify(wanted) : String(wanted);
}
