import {expect, test} from 'vitest';
import {screenFailure} from '../../source/tui/screen-failure.ts';
import {expectNoSecrets} from '../helpers/no-secrets.ts';
import {sentinel} from '../helpers/samples.ts';
import {fakeFlow, openScreens} from '../helpers/screen.tsx';
import {signedInState, states} from './states.ts';

const rejection = async (exited: Promise<unknown>): Promise<Error> => {
	const error = await exited.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(Error);
	return error as Error;
};

test('an exception while drawing ends with an error that tells nothing secret', async () => {
	const fake = fakeFlow(states['starting']);
	const screen = await openScreens(fake);
	const broken = Object.create(signedInState, {
		session: {
			get() {
				throw new TypeError(`no ${sentinel}`);
			},
		},
	});
	fake.replace(broken);
	const error = await rejection(screen.exited);
	expect(error.message).toBe('A screen could not be drawn (TypeError).');
	expect(error.stack).toContain('profile');
	await screen.untilTrue(() => !screen.isAlternate());
	expect(screen.isRaw).toBe(false);
	expectNoSecrets([sentinel], error.message, error.stack ?? '', ...screen.frames, screen.written);
});

test('an exception in a key ends the same way', async () => {
	const fake = fakeFlow(states['authorizing']);
	const screen = await openScreens(fake);
	fake.flow.dispatch = () => {
		throw new Error(`no ${sentinel}`);
	};
	fake.replace({...fake.state()});
	await screen.press('o');
	const error = await rejection(screen.exited);
	expect(error.message).toBe('A screen could not be drawn (Error).');
	expectNoSecrets([sentinel], error.stack ?? '', screen.written);
});

test('the place of an exception is told also where its path has blanks', () => {
	const error = new Error(`no ${sentinel}`);
	const frame = "    at draw (/home/Jan Meier's/tui.js:1:2)";
	error.stack = `Error: no ${sentinel}\n${frame}`;
	expect(screenFailure(error).stack?.split('\n').slice(1)).toEqual([frame]);
});

test('the exit code is that of the flow', async () => {
	for (const exitCode of [0, 75] as const) {
		const fake = fakeFlow(states['authorizing']);
		const screen = await openScreens(fake);
		fake.dispatch({type: 'quitWished', exitCode});
		await expect(screen.exited).resolves.toBe(exitCode);
	}
});
