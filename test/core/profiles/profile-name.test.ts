import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	chosenProfile,
	findProfile,
	readProfileName,
	shownName,
	unknownProfile,
} from '../../../source/core/profiles/profile-name.ts';

describe('the name of a profile', () => {
	test.each([
		'prod',
		'P',
		'7',
		'prod-eu3.test_2@example.com',
		'second one',
		'Zoë',
		'生産',
		'हिन्दी',
		'ปรับ',
		'שלום',
		'a'.repeat(64),
		'constructor',
	])('%s is one', name => {
		expect(readProfileName(name)).toEqual({ok: true, value: name.normalize('NFC')});
	});

	test.each([
		['', 'it is empty'],
		['   ', 'it is empty'],
		['a'.repeat(65), 'it has 65 characters'],
		['-prod', 'it begins with “-”'],
		['.hidden', 'it begins with “.”'],
		['?prod', 'it has the character ? in it'],
		['a/b', 'it has the character / in it'],
		['a\\b', 'it has the character \\ in it'],
		['a"b', 'it has the character " in it'],
		['😀', 'it has the character 😀 in it'],
		['a\tb', 'it has a character that cannot be seen in it'],
		['a\u200Bb', 'it has a character that cannot be seen in it'],
		['a\u202Eb', 'it has a character that cannot be seen in it'],
		['a\u00A0b', 'it has a character that cannot be seen in it'],
		['\u0301a', 'it begins with “\u0301”'],
		['a  b', 'it has two spaces in a row'],
	])('%j is none, and it is said why', (name, why) => {
		expect(readProfileName(name)).toMatchObject({
			ok: false,
			problem: {
				code: 'usage',
				exitCode: 2,
				message: `This is no name for a profile: ${why}.`,
				cause: expect.stringContaining('up to 64 letters'),
			},
		});
	});

	test('is taken without the spaces around it, and composed', () => {
		expect(readProfileName(' Zoe\u0308\n')).toEqual({ok: true, value: 'Zoë'});
	});

	test('that is taken is one that is taken the same again, whatever is typed', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme', maxLength: 70}), text => {
				const read = readProfileName(text);
				if (read.ok) {
					expect(readProfileName(read.value)).toEqual(read);
					expect(shownName(read.value)).toBe(read.value);
				}
			}),
		);
	});
});

describe('finding a profile by its name', () => {
	const names = ['default', 'Prod', 'straße', 'Zoë'];

	test.each([
		['Prod', 'Prod'],
		['prod', 'Prod'],
		['PROD', 'Prod'],
		['ｐｒｏｄ', 'Prod'],
		['STRASSE', 'straße'],
		['Zoe\u0308', 'Zoë'],
		['ZOË', 'Zoë'],
	])('%s means %s', (wanted, found) => {
		expect(findProfile(names, wanted)).toBe(found);
	});

	test.each(['pro', 'prod2', 'zoe', ''])('%j means none', wanted => {
		expect(findProfile(names, wanted)).toBeUndefined();
	});

	test('prefers the very same where a hand has written two that read alike', () => {
		expect(findProfile(['prod', 'PROD'], 'PROD')).toBe('PROD');
		expect(findProfile(['prod', 'PROD'], 'Prod')).toBe('prod');
	});

	test('says of one that is not there which ones are', () => {
		expect(unknownProfile('x\u001B[2J', ['a', 'b'])).toMatchObject({
			code: 'usage',
			message: 'There is no profile “x [2J”.',
			hint: 'The profiles are: a, b. Signing in makes one: anaplan-tui login --profile NAME.',
		});
		expect(unknownProfile('x', []).hint).toContain('No profile is stored yet.');
	});
});

describe('the profile that is meant', () => {
	const stored = {current: 'Prod', names: ['default', 'Prod']};

	test('is the option, then the variable, then the current one, then “default”', () => {
		const variables = {ANAPLAN_PROFILE: 'test'};
		expect(chosenProfile(variables, 'new', stored)).toEqual({
			ok: true,
			value: {name: 'new', by: 'option'},
		});
		expect(chosenProfile(variables, undefined, stored)).toEqual({
			ok: true,
			value: {name: 'test', by: 'variable'},
		});
		expect(chosenProfile({}, undefined, stored)).toEqual({
			ok: true,
			value: {name: 'Prod', by: 'store'},
		});
		expect(chosenProfile({ANAPLAN_PROFILE: ''}, undefined, undefined)).toEqual({
			ok: true,
			value: {name: 'default', by: 'store'},
		});
	});

	test('keeps the spelling that it has in the store', () => {
		expect(chosenProfile({ANAPLAN_PROFILE: 'PROD'}, undefined, stored)).toMatchObject({
			value: {name: 'Prod'},
		});
		expect(chosenProfile({}, 'prod', stored)).toMatchObject({value: {name: 'Prod'}});
		expect(chosenProfile({}, undefined, {...stored, current: 'prod'})).toMatchObject({
			value: {name: 'Prod'},
		});
	});

	test('may be one that a hand has given a name which could not be made', () => {
		const byHand = {current: 'default', names: ['a/b']};
		expect(chosenProfile({}, 'a/b', byHand)).toMatchObject({ok: true, value: {name: 'a/b'}});
	});

	test('has to have a name, and it is said where the wrong one came from', () => {
		expect(chosenProfile({}, 'a/b', stored)).toMatchObject({
			ok: false,
			problem: {code: 'usage', hint: 'Choose another name for --profile.'},
		});
		expect(chosenProfile({ANAPLAN_PROFILE: '-'}, undefined, stored)).toMatchObject({
			ok: false,
			problem: {code: 'usage', hint: 'Choose another name for ANAPLAN_PROFILE.'},
		});
	});
});

test('of many profiles ten are listed for an unknown name, those first that have it in theirs', () => {
	const names = Array.from({length: 200}, (_, number) => `tenant ${number}`);
	const {hint} = unknownProfile('NT 19', names);
	expect(hint).toContain('The profiles are: tenant 19, tenant 190,');
	expect(hint).toContain('tenant 198 and 190 more, as anaplan-tui profiles lists them.');
});
