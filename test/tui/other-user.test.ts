import {expect, test} from 'vitest';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {states} from './states.ts';

const open = async (name: keyof typeof states, columns = 80, rows = 24) => {
	const fake = fakeFlow(states[name]);
	return {fake, screen: await openScreens(fake, {columns, rows})};
};

test.each([
	[120, 40],
	[80, 24],
	[40, 12],
])('says who is who and asks, at %d×%d', async (columns, rows) => {
	const {screen} = await open('confirmingUser', columns, rows);
	const text = screen.text().replaceAll(/\s+/g, ' ');
	expect(text).toContain('You signed in as someone else. Nothing is replaced yet.');
	expect(text).toContain('This profile A User');
	expect(text).toContain('Signed in as Someone Else');
	expect(screen.footer()).toMatch(/^y replace\W+n keep/);
});

test('tells tenants apart where that is the difference', async () => {
	const {screen} = await open('confirmingUser, another tenant and long names');
	expect(screen.text()).toMatch(/tenant +8b81da6f5fb6b75701604d6c950c05b1/);
	expect(screen.text()).toMatch(/tenant +8a81b01a5b1c4d2e9f3a6c7d8e9f0c2d/);
	expect((await open('confirmingUser')).screen.text()).not.toContain('tenant');
});

test.each([
	['y', ['takePlace']],
	['n', ['giveUpSignIn']],
	['esc', ['giveUpSignIn']],
	['enter', []],
	['x', []],
] as const)('%s brings %j', async (key, effects) => {
	const {fake, screen} = await open('confirmingUser');
	await screen.press(key);
	await screen.untilTrue(() => fake.effects.length === effects.length);
	expect(fake.effects.map(({type}) => type)).toEqual(effects);
});

test('a paste answers nothing', async () => {
	const {fake, screen} = await open('confirmingUser');
	await screen.paste('y');
	expect(fake.effects).toEqual([]);
	expect(fake.state().status).toBe('confirmingUser');
});

test('where nobody can say who it is, r asks again, y replaces all the same, and Esc gives it up', async () => {
	for (const [key, effect] of [
		['r', 'checkUser'],
		['y', 'takePlace'],
		['esc', 'giveUpSignIn'],
	] as const) {
		const {fake, screen} = await open('signInFailed, user not known');
		expect(screen.text()).toContain('nothing is replaced yet');
		await screen.press(key);
		await screen.untilTrue(() => fake.effects.length === 1);
		expect(fake.effects[0]?.type).toBe(effect);
	}
});
