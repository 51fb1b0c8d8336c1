import {expect, test} from 'vitest';
import {bestWayOut, type Place, waysOut} from '../../../source/core/sign-in/way-out.ts';

test.each<[string, boolean, Place[], string]>([
	['a computer with a display', true, [], 'browser'],
	['tmux on a computer with a display', true, ['tmux'], 'browser'],
	['the Linux subsystem of Windows', true, ['wsl'], 'browser'],
	['a container with a display', true, ['container'], 'browser'],
	['a computer without a display', false, [], 'plain'],
	['a container without one', false, ['container'], 'plain'],
	['SSH', false, ['ssh'], 'copy'],
	['SSH with a display that was passed on', true, ['ssh'], 'copy'],
	['tmux over SSH', false, ['ssh', 'tmux'], 'plain'],
	['a container over SSH', false, ['ssh', 'container'], 'copy'],
])('on %s (display: %s, %j) the best way out is %s', (_, hasDisplay, places, best) => {
	expect(bestWayOut(undefined, {hasDisplay, places})).toBe(best);
});

test.each(waysOut)('%s that worked last comes first everywhere', way => {
	for (const hasDisplay of [true, false]) {
		expect(bestWayOut(way, {hasDisplay, places: ['ssh', 'tmux']})).toBe(way);
	}
});
