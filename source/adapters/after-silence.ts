/**
 * Calls back after a time in which nothing was to be read; the function it returns stops it. In
 * Node's event loop timers come before input: to a process that was not scheduled for a while, what
 * has waited since would seem to come late, so that it is read first.
 */
export function afterSilence(callback: () => void, ms: number): () => void {
	let reading: NodeJS.Immediate | undefined;
	const timer = setTimeout(() => {
		reading = setImmediate(callback);
	}, ms);
	return () => {
		clearTimeout(timer);
		clearImmediate(reading);
	};
}
