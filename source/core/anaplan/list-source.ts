import type {Problem} from '../problem.ts';
import type {Secret} from '../secret.ts';
import type {HttpRequest} from './http.ts';
import type {Hosts} from './region.ts';

/** A list of Anaplan's that comes in pages: where it is, and how a row of it is read. */
export type ListSource<Row extends {readonly id: string}> = {
	/** On the API host, with its query. */
	readonly path: string;
	/** The key that the rows stand under, such as `workspaces`. */
	readonly rowsKey: string;
	/** Never fails for an odd row; undefined for one that says nothing. */
	readonly readRow: (row: unknown) => Row | undefined;
	/** What a 404 means here, where it means something of its own. */
	readonly notFound?: Problem;
};

const megabyte = 1024 * 1024;
const minute = 60_000;

/**
 * The request for one page of a list. The limit is always said, for Anaplan counts otherwise
 * without one. Source: Anaplan Integration API, paging.
 */
export const listRequest = (
	{path}: Pick<ListSource<{id: string}>, 'path'>,
	hosts: Hosts,
	accessToken: Secret,
	{offset, limit}: {readonly offset: number; readonly limit: number},
): HttpRequest => ({
	method: 'GET',
	url: `${hosts.api}${path}&limit=${limit}&offset=${offset}`,
	accessToken,
	maxBytes: 64 * megabyte,
	timeoutMs: 2 * minute,
});
