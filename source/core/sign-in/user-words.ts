import type {User} from '../anaplan/anaplan-api.ts';

/** A user in a sentence: name and email address, as far as they are known. */
export const userWords = ({name, email, id}: User): string =>
	name === '' ? email || id : email === '' ? name : `${name} (${email})`;
