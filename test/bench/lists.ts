import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {realPorts, workshopFor} from '../../source/compose.ts';
import type {ListSource} from '../../source/core/anaplan/list-source.ts';
import {
	type Arranged,
	addRows,
	arrange,
	type ListEntry,
	type ListView,
} from '../../source/core/lists/list-order.ts';
import {type Model, modelList, modelTraits} from '../../source/core/lists/models.ts';
import {workspaceList} from '../../source/core/lists/workspaces.ts';
import {type PracticeTenant, startPracticeTenant} from '../../source/practice/practice-tenant.ts';
import {fetchList} from '../../source/session/fetch-list.ts';
import {storeSignIn} from '../helpers/store-sign-in.ts';
import {type Bench, type Figure, percentile} from './bench.ts';
import {peakMemoryOf} from './processes.ts';

/** Fetching, sorting and filtering the large tenant's lists: 300 workspaces and 20,000 models. */
export const lists: Bench = {
	name: 'lists',
	async measure() {
		const tenant = await startPracticeTenant({content: 'large'});
		const home = mkdtempSync(path.join(tmpdir(), 'anaplan-tui-bench-'));
		const folder = path.join(home, 'anaplan-tui');
		try {
			await storeSignIn(tenant, folder, 2100);
			const fetched = await fetchBoth(tenant, folder);
			const peak = await peakMemoryOf(['models'], home);
			return [
				...fetched.figures,
				...(await fetchInSmallPages(folder)),
				...keyPresses(fetched.entries),
				{what: 'anaplan-tui models, peak memory', value: peak, unit: 'MiB', aim: 150},
			];
		} finally {
			await tenant.close();
			rmSync(home, {recursive: true, force: true});
		}
	},
};

function fetching(folder: string, {origin}: PracticeTenant) {
	const ports = realPorts(
		{
			ANAPLAN_TUI_HOME: folder,
			ANAPLAN_TUI_STORAGE: 'file',
			ANAPLAN_OAUTH_URL: origin,
			ANAPLAN_AUTH_URL: origin,
			ANAPLAN_API_URL: origin,
		},
		() => undefined,
		undefined,
	);
	if (!ports.ok) {
		throw new Error(ports.problem.message);
	}

	const workshop = workshopFor(ports.value, 'default', {});
	return async <Row extends {readonly id: string}>(
		source: ListSource<Row>,
		onRows: (rows: readonly Row[]) => void,
	): Promise<void> => {
		const outcome = await fetchList(workshop, source, {onRows});
		if (!outcome.ok) {
			throw new Error(outcome.problem.message);
		}
	};
}

/** Everything in pages of 5,000 rows, as from Anaplan. */
async function fetchBoth(
	tenant: PracticeTenant,
	folder: string,
): Promise<{figures: readonly Figure[]; entries: readonly ListEntry<Model>[]}> {
	const fetchRows = fetching(folder, tenant);
	const startedAt = performance.now();
	let entries: readonly ListEntry<Model>[] = [];
	let firstMs = 0;
	const pages: number[] = [];
	await fetchRows(modelList, rows => {
		firstMs ||= performance.now() - startedAt;
		const pageAt = performance.now();
		entries = addRows(entries, rows, modelTraits);
		pages.push(performance.now() - pageAt);
	});
	const modelsMs = performance.now() - startedAt;
	let workspaces = 0;
	await fetchRows(workspaceList, rows => {
		workspaces += rows.length;
	});
	if (entries.length !== 20_000 || workspaces !== 300) {
		throw new Error(`${entries.length} models and ${workspaces} workspaces came.`);
	}

	return {
		entries,
		figures: [
			{
				what: 'first 2,000 models',
				value: firstMs,
				unit: 'ms',
				note: 'practice tenant, same process',
			},
			{what: 'all 20,000 models', value: modelsMs, unit: 'ms', note: `in ${pages.length} pages`},
			{
				what: 'a page put in its place',
				value: Math.max(...pages),
				unit: 'ms',
				note: `worst of ${pages.length}`,
			},
		],
	};
}

/** In 100 slow pages, so that the limits on requests at once and in a second are felt. */
async function fetchInSmallPages(folder: string): Promise<readonly Figure[]> {
	const tenant = await startPracticeTenant({
		content: 'large',
		largestPage: 200,
		scenarios: [{name: 'slow', delayMs: 150, endpoint: 'models'}],
	});
	try {
		await storeSignIn(tenant, folder, 2100);
		const startedAt = performance.now();
		let received = 0;
		await fetching(folder, tenant)(modelList, rows => {
			received += rows.length;
		});
		const seconds = (performance.now() - startedAt) / 1000;
		const refused = tenant.requests.filter(({status}) => status !== 200).length;
		return [
			{
				what: 'requests at once, at most',
				value: tenant.traffic.mostAtOnce,
				unit: '',
				aim: 4,
				note: `${received} rows in ${tenant.requests.length} pages of 150 ms, ${refused} refused`,
			},
			{
				what: 'requests in a second, at most',
				value: tenant.traffic.mostInASecond,
				unit: '',
				aim: 10,
				note: `${(tenant.requests.length / seconds).toFixed(1)} a second over ${seconds.toFixed(1)} s`,
			},
		];
	} finally {
		await tenant.close();
	}
}

/** What people type, letter by letter, and take back; then the order changes. */
function* views(): Generator<ListView> {
	const everything: ListView = {filter: '', sortBy: 'name', archived: 'shown'};
	for (const words of [
		'demand emea',
		'lodz 42',
		'tresorerie',
		'archived headcount',
		'売上',
		'e',
		'0de1',
	]) {
		for (let end = 1; end <= words.length; end++) {
			yield {...everything, filter: words.slice(0, end)};
		}

		for (let end = words.length - 1; end >= 0; end--) {
			yield {...everything, filter: words.slice(0, end)};
		}
	}

	for (const sortBy of ['size', 'change', 'name'] as const) {
		for (const archived of ['shown', 'hidden'] as const) {
			for (const filter of ['', 'p', 'pl', 'plan']) {
				yield {filter, sortBy, archived};
			}
		}
	}
}

function keyPresses(entries: readonly ListEntry<Model>[]): readonly Figure[] {
	const times: number[] = [];
	for (let round = 0; round < 5; round++) {
		let before: Arranged<Model> | undefined;
		for (const view of views()) {
			const startedAt = performance.now();
			before = arrange(entries, view, before);
			times.push(performance.now() - startedAt);
		}
	}

	const figure = (what: string, value: number, aim?: number): Figure => ({
		what: `key press to list of 20,000, ${what}`,
		value,
		unit: 'ms',
		...(aim !== undefined && {aim}),
	});
	return [
		figure('median', percentile(times, 50)),
		{...figure('p95', percentile(times, 95), 16), note: `${times.length} key presses`},
		figure('longest', Math.max(...times)),
	];
}
