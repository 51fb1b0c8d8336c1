import type {User} from '../anaplan/anaplan-api.ts';

/**
 * Whether two users are one: the same user ID, in the same tenant where both say which. Email
 * addresses and names change and do not count.
 */
export const isSameUser = (a: User, b: User): boolean =>
	a.id === b.id &&
	(a.customerId === undefined || b.customerId === undefined || a.customerId === b.customerId);
