/** What a library prints by itself while `work` runs, which must not wait for anything. */
export function printedBy(work: () => void): string {
	const lines: string[] = [];
	const {log} = console;
	console.log = (line: string) => lines.push(line);
	try {
		work();
	} finally {
		console.log = log;
	}

	return `${lines.join('\n')}\n`;
}
