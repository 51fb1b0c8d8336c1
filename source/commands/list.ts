import {busyWords} from '../core/anaplan/busy-words.ts';
import {shortWords} from '../core/anaplan/list-extent.ts';
import type {ListSource} from '../core/anaplan/list-source.ts';
import {fieldsOf} from '../core/anaplan/row-fields.ts';
import {addRows, type RowTraits} from '../core/lists/list-order.ts';
import type {ExitCode} from '../core/problem.ts';
import type {Desk} from '../session/desk.ts';
import {fetchList} from '../session/fetch-list.ts';
import {fail, jsonLine} from './command.ts';
import {type Column, type Field, table, tabSeparated} from './table.ts';

/** How a list of Anaplan's is printed. */
export type Printed<Row> = {
	/** What it lists, for people: `workspaces`. */
	readonly noun: string;
	readonly traits: (row: Row) => RowTraits;
	/** The table of a terminal. */
	readonly columns: readonly Column<Row>[];
	/** The fields of a line for programs. */
	readonly fields: (row: Row) => readonly Field[];
	/** `--json`; `exact` gives a text as it came, which JSON can carry whatever is in it. */
	readonly json: (row: Row, exact: (field: string) => string | undefined) => object;
};

/** A row, and for JSON what is printed of it. */
type Read<Row> = {readonly id: string; readonly row: Row; readonly data: object | undefined};

/**
 * Fetches a list and prints it by name: a table in a terminal, else tab-separated lines, or JSON.
 * Nothing is printed of a list that did not come whole.
 */
export async function printList<Row extends {readonly id: string}>(
	desk: Desk,
	source: ListSource<Row>,
	{noun, traits, columns, fields, json}: Printed<Row>,
): Promise<ExitCode> {
	const {io} = desk;
	const rows: Read<Row>[] = [];
	const readRow = (raw: unknown): Read<Row> | undefined => {
		const row = source.readRow(raw);
		return row && {id: row.id, row, data: desk.json ? json(row, exactly(raw)) : undefined};
	};
	io.progress(`Fetching ${noun} …`);
	const fetched = await fetchList(
		desk,
		{...source, readRow},
		{
			onRows(page, {received, total}) {
				rows.push(...page);
				io.progress(`Fetching ${noun}: ${received} of ${total} …`);
			},
			onWait: waitMs => io.progress(busyWords(waitMs)),
		},
	);
	io.progress('');
	if (!fetched.ok) {
		return fail(desk, fetched.problem);
	}

	const short = shortWords(fetched.value);
	if (short !== undefined) {
		io.note(`anaplan-tui: ${short}`);
	}

	const sorted = addRows([], rows, ({row}) => traits(row)).map(entry => entry.row);
	if (desk.json) {
		await io.out(jsonLine({[noun]: sorted.map(({data}) => data)}));
		return 0;
	}

	if (sorted.length === 0) {
		io.note(`anaplan-tui: There are no ${noun} that this user can see.`);
		return 0;
	}

	const shown = sorted.map(({row}) => row);
	const width = io.outColumns();
	if (width !== undefined) {
		await io.table(table(columns, shown, width));
		return 0;
	}

	// In pieces, for all lines at once would take more memory than the list.
	for (let from = 0; from < shown.length; from += linesAtOnce) {
		await io.out(tabSeparated(shown.slice(from, from + linesAtOnce).map(fields)));
	}

	return 0;
}

const linesAtOnce = 1000;

const exactly =
	(raw: unknown) =>
	(field: string): string | undefined => {
		const value = fieldsOf(raw)?.[field];
		return typeof value === 'string' ? value : undefined;
	};
