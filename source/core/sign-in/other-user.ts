import type {User} from '../anaplan/anaplan-api.ts';
import {type Problem, problem} from '../problem.ts';
import {userWords} from './user-words.ts';

/** The stored sign-in is not that of the user whom its profile remembers. */
export const otherUser = (remembered: User, found: User): Problem =>
	problem('other_user', {
		message: `This profile remembers ${userWords(remembered)}, but Anaplan says that its sign-in is that of ${userWords(found)}.`,
		cause: 'A variable points to other hosts, or the user was moved to another tenant.',
		hint: 'Sign in again to decide whose the profile is: anaplan-tui login.',
	});
