/** How busy a client has kept the API: what was under way at the same time, and how much came in a second. */
export interface Traffic {
	readonly mostAtOnce: number;
	readonly mostInASecond: number;
}

export interface TrafficCounter extends Traffic {
	/** Counts a request in; false when it is one too many for this second. `now` in milliseconds. */
	arrive(now: number): boolean;
	/** Counts a request out again. */
	leave(): void;
}

/** Source: 10 requests a second for a tenant, by a third party's description of Anaplan's limits. */
export function createTrafficCounter(requestsPerSecond: number): TrafficCounter {
	let arrivals: number[] = [];
	let underWay = 0;
	const counter = {
		mostAtOnce: 0,
		mostInASecond: 0,
		arrive(now: number): boolean {
			arrivals = [...arrivals.filter(at => at > now - 1000 && at <= now), now];
			underWay++;
			counter.mostAtOnce = Math.max(counter.mostAtOnce, underWay);
			counter.mostInASecond = Math.max(counter.mostInASecond, arrivals.length);
			return arrivals.length <= requestsPerSecond;
		},
		leave(): void {
			underWay--;
		},
	};
	return counter;
}
