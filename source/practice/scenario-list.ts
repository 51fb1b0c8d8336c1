import type {Endpoint, Scenario} from './scenario.ts';

/** The scenarios that are waiting, in the order in which they will happen. */
export interface ScenarioList {
	/** Replaces whatever waits for the same endpoints; several at once happen one after the other. */
	set(scenarios: readonly Scenario[]): void;
	clear(): void;
	/** The scenario for a request to this endpoint, and page of a list, with one of its times used up. */
	take(endpoint: Endpoint, page: number): Scenario | undefined;
}

export function createScenarioList(initial: readonly Scenario[]): ScenarioList {
	let waiting: Array<{readonly scenario: Scenario; timesLeft: number}> = [];

	const list: ScenarioList = {
		set(scenarios) {
			const replaced = new Set(scenarios.map(scenario => scenario.endpoint));
			waiting = waiting.filter(({scenario}) => !replaced.has(scenario.endpoint));
			waiting.push(
				...scenarios.map(scenario => ({
					scenario,
					timesLeft: scenario.times ?? Number.POSITIVE_INFINITY,
				})),
			);
		},
		clear() {
			waiting = [];
		},
		take(endpoint, page) {
			const next = waiting.find(
				({scenario, timesLeft}) =>
					timesLeft > 0 &&
					(scenario.endpoint === endpoint || scenario.endpoint === 'all') &&
					(scenario.page === undefined || scenario.page === page),
			);
			if (next === undefined) return undefined;
			next.timesLeft--;
			return next.scenario;
		},
	};
	list.set(initial);
	return list;
}
