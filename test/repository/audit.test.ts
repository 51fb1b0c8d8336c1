import {expect, test} from 'vitest';
import {advisoriesOn} from './audit-report.ts';

const report = JSON.stringify({
	auditReportVersion: 2,
	vulnerabilities: {
		got: {
			severity: 'high',
			via: [{title: 'Follows where it must not', url: 'https://example.com/advisory'}, 'keyv'],
		},
		vitest: {severity: 'critical', via: ['vite']},
	},
});

test('An advisory counts on a package that is shipped, and not on a tool.', () => {
	expect(advisoriesOn(new Set(['got', 'ink']), report)).toEqual([
		'got, high: Follows where it must not https://example.com/advisory; through keyv',
	]);
	expect(advisoriesOn(new Set(['ink']), report)).toEqual([]);
});

test('A registry that does not answer is no clean bill of health.', () => {
	for (const answer of ['', 'not JSON', '{"message": "down", "error": {"code": "ENOAUDIT"}}']) {
		expect(advisoriesOn(new Set(['got']), answer)).toBeUndefined();
	}
});
