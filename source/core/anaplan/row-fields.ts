import {printable} from '../printable.ts';
import {type EpochMs, epochMs, readDate} from '../time.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a row; undefined for what is no object. */
export const fieldsOf = (row: unknown): Fields | undefined =>
	typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as Fields) : undefined;

/** What every row has: all its fields, and the two that say which row it is; undefined for what says neither. */
export function readNamed(
	row: unknown,
): {readonly fields: Fields; readonly id: string; readonly name: string} | undefined {
	const fields = fieldsOf(row);
	const id = textField(fields?.['id'], 100);
	const name = textField(fields?.['name'], 200);
	return fields && (id !== '' || name !== '') ? {fields, id, name} : undefined;
}

/** A text that is safe to draw; a number as its digits, and '' for anything else. */
export function textField(value: unknown, limit: number): string {
	return typeof value === 'string' || typeof value === 'number'
		? printable(String(value), limit)
		: '';
}

/** A number that can be a size, also where it came as a text of digits. */
export function sizeField(value: unknown): number | undefined {
	const size = typeof value === 'string' && /^\d{1,18}$/.test(value) ? Number(value) : value;
	return typeof size === 'number' && Number.isFinite(size) && size >= 0 ? size : undefined;
}

/** A date as Anaplan writes it, or milliseconds since the epoch, as its authentication service does. */
export const dateField = (value: unknown): EpochMs | undefined =>
	typeof value === 'string'
		? readDate(value)
		: typeof value === 'number' && Math.abs(value) <= latestDate
			? epochMs(value)
			: undefined;

// ECMA-262 §21.4.1.1.
const latestDate = 8.64e15;
