import {describe, expect, test} from 'vitest';
import {readStorageChoice, wantedKind} from '../../source/adapters/store-kind.ts';

describe('ANAPLAN_TUI_STORAGE', () => {
	test.each([
		[undefined, 'auto'],
		['', 'auto'],
		[' file ', 'file'],
		['keychain', 'keychain'],
		['auto', 'auto'],
	])('%j means %s', (value, choice) => {
		expect(readStorageChoice({ANAPLAN_TUI_STORAGE: value})).toEqual({ok: true, value: choice});
	});

	test.each(['plain', 'Keychain', 'none', '0', 'file,keychain'])('%j is wrong usage', value => {
		const read = readStorageChoice({ANAPLAN_TUI_STORAGE: value});
		expect(read).toMatchObject({ok: false, problem: {code: 'usage', exitCode: 2}});
		expect(JSON.stringify(read)).toContain('ANAPLAN_TUI_STORAGE');
	});
});

const file = {kind: 'file', isChosen: false} as const;
const chosenFile = {kind: 'file', isChosen: true} as const;
const sealed = {kind: 'sealed', isChosen: false} as const;

test.each([
	['auto', undefined, 'signIn', 'sealedIfAnswered'],
	['auto', undefined, 'change', 'sealedIfAnswered'],
	['auto', file, 'signIn', 'sealedIfAnswered'],
	['auto', file, 'refresh', 'file'],
	['auto', chosenFile, 'signIn', 'file'],
	['auto', sealed, 'signIn', 'sealed'],
	['auto', sealed, 'refresh', 'sealed'],
	['file', undefined, 'signIn', 'file'],
	['file', sealed, 'signIn', 'file'],
	['file', sealed, 'refresh', 'file'],
	['file', sealed, 'change', 'sealed'],
	['keychain', undefined, 'change', 'sealed'],
	['keychain', chosenFile, 'refresh', 'sealed'],
	['keychain', file, 'change', 'file'],
] as const)('with %s, %j at a %s becomes %s', (choice, present, occasion, kind) => {
	expect(wantedKind(choice, present, occasion)).toBe(kind);
});
