import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createUrlFile} from '../../source/adapters/url-file.ts';
import {run, temporaryFolder} from './helpers.ts';

const url = 'https://us1a.app.anaplan.com/auth/prelogin?state=x';
const rights = (name: string) => statSync(name).mode & 0o777;

async function written(file: ReturnType<typeof createUrlFile>, text = url): Promise<string> {
	const result = await file.write(text);
	if (!result.ok) {
		throw new Error(result.problem.message);
	}

	return result.value;
}

const isPosix = process.platform !== 'win32';

// Windows has no rights of this kind.
test.runIf(isPosix)(
	'the URL is in a file that only its owner can read, in a folder of its own',
	async () => {
		const parent = temporaryFolder();
		const before = process.umask(0);
		const name = await written(createUrlFile(parent)).finally(() => process.umask(before));
		expect(readFileSync(name, 'utf8')).toBe(`${url}\n`);
		expect(rights(name)).toBe(0o600);
		expect(rights(path.dirname(name))).toBe(0o700);
		expect(path.dirname(path.dirname(name))).toBe(parent);
	},
);

test('a second URL takes the place of the first', async () => {
	const parent = temporaryFolder();
	const file = createUrlFile(parent);
	const first = await written(file, `${url}-that-is-much-longer`);
	expect(await written(file)).toBe(first);
	expect(readFileSync(first, 'utf8')).toBe(`${url}\n`);
	expect(readdirSync(parent)).toHaveLength(1);
});

test('a folder that was swept away is made anew', async () => {
	const file = createUrlFile(temporaryFolder());
	rmSync(path.dirname(await written(file)), {recursive: true});
	expect(existsSync(await written(file))).toBe(true);
});

test.each([
	['at the end of the process', ''],
	['when the process fails', 'process.exitCode = 3; throw new Error("defect")'],
	['when the process is ended', 'process.exit(4)'],
	// On Windows a process that is ended from outside has no last word.
	...(isPosix
		? [
				[
					'at Ctrl+C and kin',
					'process.kill(process.pid, "SIGTERM"); await new Promise(resolve => setTimeout(resolve, 5000))',
				],
			]
		: []),
])('it is gone %s', async (_, end) => {
	const parent = temporaryFolder();
	const program = run(`
		import {createUrlFile} from '@/adapters/url-file.ts';
		const {value} = await createUrlFile(${JSON.stringify(parent)}).write(${JSON.stringify(url)});
		const {existsSync} = await import('node:fs');
		console.log(existsSync(value));
		${end}
	`);
	await program.ended;
	expect(program.output()).toContain('true');
	expect(readdirSync(parent)).toEqual([]);
});

test('a folder that takes nothing is told with a way out, and is no trouble of the store', async () => {
	const parent = path.join(temporaryFolder(), 'gone');
	expect(await createUrlFile(parent).write(url)).toMatchObject({
		problem: {
			code: 'no_url_file',
			message: expect.stringMatching(/ cannot be written to a file in .*gone: there is no such/),
			hint: expect.stringContaining('plain'),
		},
	});
	mkdirSync(parent);
	expect(await createUrlFile(parent).write(url)).toMatchObject({ok: true});
});
