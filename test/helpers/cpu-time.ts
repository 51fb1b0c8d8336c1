import process from 'node:process';

/** How long some work keeps the processor, in ms; that other programs have it meanwhile does not count. */
export function cpuMs(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1000;
}
