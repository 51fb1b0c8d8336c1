/** That a text was copied, and how sure that is. */
export const copiedWords = (what: string, route: 'system' | 'terminal'): string =>
	route === 'system'
		? `${what} was copied.`
		: `${what} was sent to the terminal’s clipboard; whether it took it, a terminal does not say.`;
