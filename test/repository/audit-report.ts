/** What is read of `npm audit --json`; with `error` instead where the registry did not answer. */
interface Report {
	readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
}

interface Vulnerability {
	readonly severity: string;
	/** Advisories, or the names of packages that bring the trouble along. */
	readonly via: ReadonlyArray<string | {readonly title: string; readonly url: string}>;
}

/** A line for each package of `shipped` that an advisory names, or undefined where nobody was asked. */
export function advisoriesOn(
	shipped: ReadonlySet<string>,
	json: string,
): readonly string[] | undefined {
	const {vulnerabilities} = readReport(json);
	return (
		vulnerabilities &&
		Object.entries(vulnerabilities)
			.filter(([name]) => shipped.has(name))
			.map(([name, {severity, via}]) => {
				const reasons = via.map(reason =>
					typeof reason === 'string' ? `through ${reason}` : `${reason.title} ${reason.url}`,
				);
				return `${name}, ${severity}: ${reasons.join('; ')}`;
			})
	);
}

function readReport(json: string): Report {
	try {
		return JSON.parse(json);
	} catch {
		return {};
	}
}
