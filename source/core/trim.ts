/**
 * The text without the characters at its ends that `leading` and `trailing` (each a pattern for one
 * character) match. A loop, because a pattern like `/[ .]+$/` takes quadratic time on a hostile text.
 */
export function trimEnds(text: string, leading: RegExp, trailing: RegExp): string {
	let start = 0;
	let end = text.length;
	while (start < end && leading.test(text.charAt(start))) {
		start++;
	}

	while (end > start && trailing.test(text.charAt(end - 1))) {
		end--;
	}

	return text.slice(start, end);
}
