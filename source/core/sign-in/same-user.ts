import type {User} from '../anaplan/anaplan-api.ts';

/**
 * Whether two users are one: the same user ID, in the same tenant where both say which. Email
 * addresses and names change and do not count, except where there is no ID to compare.
 */
export const isSameUser = (a: User, b: User): boolean =>
	(a.id !== '' && b.id !== '' ? a.id === b.id : a.email.toLowerCase() === b.email.toLowerCase()) &&
	(a.customerId === undefined || b.customerId === undefined || a.customerId === b.customerId);
