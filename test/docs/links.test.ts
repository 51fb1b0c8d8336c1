import {existsSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {anchorOf, anchors, documents, prose, repository} from './markdown.ts';

describe.each(documents)('In %s', document => {
	const targets = [...prose(document).matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(
		({groups}) => groups?.['target'] ?? '',
	);

	test('every link within the repository leads somewhere.', () => {
		for (const target of targets.filter(target => !target.startsWith('https://'))) {
			const [file = '', anchor] = target.split('#');
			const linked = file === '' ? document : path.posix.join(path.posix.dirname(document), file);
			expect(existsSync(path.join(repository, linked)), target).toBe(true);
			if (anchor !== undefined) {
				expect([...anchors(linked)], target).toContain(anchor);
			}
		}
	});

	test('links to elsewhere are secure and written in full.', () => {
		for (const target of targets.filter(target => /^\w+:/.test(target))) {
			expect(target).toMatch(/^https:\/\/[\w.-]+(\/\S*)?$/);
		}
	});

	test('no heading comes twice, so that a link means one.', () => {
		expect([...anchors(document)].filter(anchor => /-\d+$/.test(anchor))).toEqual([]);
	});
});

test('Every document can be reached from README.', () => {
	const seen = new Set(['README.md']);
	for (const document of seen) {
		for (const [, file = ''] of prose(document).matchAll(/\]\(([^)#\s]+\.md)[^)]*\)/g)) {
			if (!file.startsWith('https://')) {
				seen.add(path.posix.join(path.posix.dirname(document), file));
			}
		}
	}

	expect(documents.filter(document => !seen.has(document))).toEqual([]);
});

test.each([
	['Exit codes', 'exit-codes'],
	['The address that you paste', 'the-address-that-you-paste'],
	['There is no code in this.', 'there-is-no-code-in-this'],
	['`api` and _more_, é', 'api-and-_more_-é'],
	['A [link](x.md) in it', 'a-link-in-it'],
])('The anchor of “%s” is %s.', (heading, anchor) => {
	expect(anchorOf(heading)).toBe(anchor);
});
