/** One line of a bench's table. */
export interface Figure {
	readonly what: string;
	readonly value: number;
	readonly unit: string;
	/** The most that we want it to be. */
	readonly aim?: number;
	/** How the value came about. */
	readonly note?: string;
}

/** One topic. Add a file with one of these, and list it in run.ts. */
export interface Bench {
	readonly name: string;
	readonly measure: () => Promise<readonly Figure[]>;
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The value that so many percent of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}
