import {expect, test} from 'vitest';
import {isSameUser} from '../../../source/core/sign-in/same-user.ts';

const pat = {id: 'p1', email: 'pat@example.com', name: 'Pat', customerId: 't1'};

test.each([
	['with another email address', {...pat, email: 'new@example.com'}, true],
	['with another ID', {...pat, id: 'r1'}, false],
	['in another tenant', {...pat, customerId: 't2'}, false],
	['whose ID is not known', {...pat, id: '', email: 'Pat@Example.com'}, true],
	[
		'whose ID is not known, with another email address',
		{...pat, id: '', email: 'r@example.com'},
		false,
	],
])('A user %s is the same or not.', (_, other, same) => {
	expect(isSameUser(pat, other)).toBe(same);
	expect(isSameUser(other, pat)).toBe(same);
});
