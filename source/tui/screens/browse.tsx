import type {ReactNode} from 'react';
import {listAt} from '../../core/lists/browse-flow.ts';
import type {BrowseState} from '../../core/lists/browse-states.ts';
import {useRoom} from '../surroundings.ts';
import {detailsKeys, listKeys} from './browse-keys.ts';
import {DetailsScreen} from './details.tsx';
import {HelpScreen} from './help.tsx';
import {ListScreen} from './list.tsx';

/** Where one is while browsing: a list, the details of a row, or what the keys do there. */
export function BrowseScreen({
	state,
	isHelp,
	openHelp,
}: {
	readonly state: BrowseState;
	readonly isHelp: boolean;
	readonly openHelp: (isOpen: boolean) => void;
}): ReactNode {
	const {browse} = useRoom();
	const open = () => openHelp(true);
	const list = listAt(state);
	const place = state.places.at(-1);
	if (isHelp) {
		const keys = list
			? listKeys({list, height: 1, browse, openHelp: open})
			: detailsKeys(place?.kind === 'details' && 'activeState' in place.row, browse, open);
		return <HelpScreen step="Profile" keys={keys} close={() => openHelp(false)} />;
	}

	if (list) {
		return <ListScreen list={list} notice={state.notice} openHelp={open} />;
	}

	return place?.kind === 'details' ? (
		<DetailsScreen of={place.row} notice={state.notice} openHelp={open} />
	) : null;
}
