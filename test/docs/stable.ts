import type {Stage} from './stage.ts';

/**
 * What the program printed on the stage, with everything that differs from run to run, or from
 * computer to computer, made the same: hosts, secrets, random IDs, the home folder. The
 * clocks stand still.
 */
export function stable(printed: string, {tenant, folder}: Stage): string {
	const replacements: ReadonlyArray<readonly [string | RegExp, string]> = [
		[folder, '/home/pat'],
		[tenant.clients.authorizationCode.clientSecret, 'YOUR_CLIENT_SECRET'],
		[/eyJ[\w.-]{40,}/g, 'eyJhbGciOi…'],
		[/(?<=[?&]state=)[\w-]{20,}/g, 'Vq3kR0…'],
		[/http%3A%2F%2F127\.0\.0\.1%3A\d+/g, encodeURIComponent('https://www.anaplan.com')],
		...hosts,
		[/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '5b0c8f4e-2d6a-4e0b-9a51-7c3f0e9d2b16'],
		[/\(\d+ ms\)/g, '(80 ms)'],
		[
			/The authorities of Node\.js .*/g,
			'The authorities of Node.js and of the system are trusted.',
		],
		[/v\d+\.\d+\.\d+ on \w+ \w+/g, 'v24.12.0 on linux x64'],
		[/ \(in a container\)/g, ''],
		[/(?<=user_code=|Code: )[\dA-Z]{4}-[\dA-Z]{4}/g, '1GMV-ATBA'],
	];
	return replacements
		.reduce((text, [from, to]) => text.replaceAll(from, to), printed)
		.replaceAll(/^.*$/gm, line => (isJson(line) ? laidOut(line) : line));
}

/** `demo` starts a practice tenant of its own. */
const origin = 'http://127\\.0\\.0\\.1:\\d+';

/** Anaplan’s hosts in the place of the practice tenant’s one. */
const hosts: ReadonlyArray<readonly [RegExp, string]> = [
	[new RegExp(`${origin}(?=/activate)`, 'g'), 'https://iam.anaplan.com'],
	[new RegExp(`${origin}(?=/(auth|oauth)/)`, 'g'), 'https://us1a.app.anaplan.com'],
	[new RegExp(`${origin}(?=/token/)`, 'g'), 'https://auth.anaplan.com'],
	[new RegExp(`${origin}(?=/(2/0|anaplan)/)`, 'g'), 'https://api.anaplan.com'],
	[new RegExp(`${origin}(?=/\\?code=)`, 'g'), 'https://www.anaplan.com'],
	[new RegExp(`(?<="redirect_uri":")${origin}`, 'g'), 'https://www.anaplan.com'],
	[new RegExp(`(?<=OAuth host +)${origin}`, 'g'), 'https://us1a.app.anaplan.com'],
	[new RegExp(`(?<=Authentication host +)${origin}`, 'g'), 'https://auth.anaplan.com'],
	[new RegExp(`(?<=API host +)${origin}`, 'g'), 'https://api.anaplan.com'],
];

const isJson = (line: string): boolean => /^[{[].*[}\]]$/.test(line);

const laidOut = (line: string): string => JSON.stringify(JSON.parse(line), undefined, 2);
