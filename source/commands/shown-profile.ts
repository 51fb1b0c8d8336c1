import type {Problem} from '../core/problem.ts';
import type {Profile} from '../session/profiles.ts';

/** A profile as it is shown; with a problem, it is what could still be read of it. */
export type ShownProfile = {
	readonly name: string;
	readonly current: boolean;
	readonly profile: Profile;
	readonly problem?: Problem;
};
