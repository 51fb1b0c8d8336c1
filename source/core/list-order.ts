import type {EpochMs} from './time.ts';

/** What a list can be sorted by: names from A on, sizes from the largest, changes from the latest. */
export type SortBy = 'name' | 'size' | 'change';

/** How a list is to be shown. */
export type ListView = {
	/** What was typed: every word must be found, in any order. */
	readonly filter: string;
	readonly sortBy: SortBy;
	readonly archived: 'shown' | 'hidden';
};

/** What sorting and filtering look at in a row. */
export type RowTraits = {
	readonly name: string;
	readonly id: string;
	/** Further texts that a filter looks into. */
	readonly searched: ReadonlyArray<string | undefined>;
	readonly size: number | undefined;
	readonly changedAt: EpochMs | undefined;
	readonly isArchived: boolean;
};
