const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A size in bytes as Anaplan's pages say it, with 1,024 bytes to the KB: `1.5 GB`, `320 MB`, `0 B`. */
export function sizeWords(bytes: number): string {
	let amount = bytes;
	let unit = 0;
	// A number that would be written as 1,000 or more is said in the next unit, but for bytes.
	while (amount >= 1000 && unit < units.length - 1) {
		amount /= 1024;
		unit++;
	}

	const digits = unit > 0 && amount < 99.95 && !Number.isInteger(amount) ? 1 : 0;
	return `${amount.toFixed(digits)} ${units[unit]}`;
}
