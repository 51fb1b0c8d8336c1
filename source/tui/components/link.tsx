import {Text, Transform} from 'ink';
import type {ReactNode} from 'react';
import {palette} from '../palette.ts';

// GNU screen draws what is longer than 768 bytes, instead of passing it over.
const longestLink = 700;

const osc8 = (url: string): string => `\u001B]8;;${url}\u0007`;

/**
 * A link that the terminal opens: a short text that holds the whole address (OSC 8). Terminals that
 * know no links show the text alone.
 */
export function Link({url, text}: {readonly url: string; readonly text: string}): ReactNode {
	const label = <Text {...palette.link}>{text}</Text>;
	// Nothing but an address may get between the two escape sequences.
	return url.length <= longestLink && /^https?:\/\/[\x21-\x7E]+$/.test(url) ? (
		<Transform transform={line => `${osc8(url)}${line}${osc8('')}`}>{label}</Transform>
	) : (
		label
	);
}
