import * as v from 'valibot';

/**
 * A number of seconds in a reply, from `least` to `most`. Servers in front of Anaplan have been seen
 * to quote numbers, so digits in a string are taken too.
 */
export const wireSeconds = (least: number, most: number) =>
	v.pipe(
		v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))]),
		v.finite(),
		v.minValue(least),
		v.maxValue(most),
	);
