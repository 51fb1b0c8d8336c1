import {profilesList, profilesRename, profilesUse} from '../commands/profiles.ts';
import {profilesRemove} from '../commands/profiles-remove.ts';
import {type SharedOptions, withDesk} from './with-desk.ts';

export const list = async (options: SharedOptions): Promise<number> =>
	withDesk(options, profilesList);

export const use = async (options: SharedOptions, name: string): Promise<number> =>
	withDesk(options, async desk => profilesUse(desk, name));

export const rename = async (options: SharedOptions, from: string, to: string): Promise<number> =>
	withDesk(options, async desk => profilesRename(desk, from, to));

export type RemoveFlags = {readonly yes?: boolean; readonly local?: boolean};

export const remove = async (options: SharedOptions & RemoveFlags, name: string): Promise<number> =>
	withDesk(options, async desk =>
		profilesRemove(desk, name, {
			how: options.local ? 'locally' : 'atAnaplan',
			consent: options.yes ? 'given' : 'ask',
		}),
	);
