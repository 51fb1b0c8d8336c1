import {expect, test} from 'vitest';
import type {Wish} from '../../source/core/sign-in/flow.ts';
import {transition} from '../../source/core/sign-in/sign-in-flow.ts';
import {hour} from '../../source/core/time.ts';
import type {House} from '../../source/lines/house.ts';
import {device} from '../../source/lines/sign-in.ts';
import {awaiting} from '../helpers/device.ts';
import {after} from '../helpers/samples.ts';
import {fakeTalk} from '../helpers/talk.ts';

test('How long the code is valid is said by the clock as it is now, also when it was set back meanwhile.', async () => {
	const talk = fakeTalk(['4']);
	const at = after(-hour);
	const [state] = transition(awaiting, {type: 'secondPassed', at});
	const signIn = {
		getState: () => state,
		subscribe: () => () => undefined,
		dispatch: (_: Wish) => undefined,
	};
	const house = {talk, signIn, now: () => at} as Partial<House> as House;
	await device(awaiting, house, new AbortController().signal, true);
	expect(talk.said.at(-1)).toBe('It is valid for 15 min 0 s more.');
});
