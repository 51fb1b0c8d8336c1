/** The ways to bring the authorization URL to a browser. */
export const waysOut = ['browser', 'copy', 'plain', 'file'] as const;

export type WayOut = (typeof waysOut)[number];

/** What the environment tells of where the program runs. */
export type Place = 'ssh' | 'container' | 'wsl' | 'tmux';

/**
 * The way out to put first: the one that worked last, else the one that is likely to work. Without
 * a display no browser can be opened; over SSH the terminal's own clipboard may still be reached,
 * unless tmux is in between, which lets that through only when it is told to.
 */
export function bestWayOut(
	remembered: WayOut | undefined,
	{hasDisplay, places}: {readonly hasDisplay: boolean; readonly places: readonly Place[]},
): WayOut {
	if (remembered !== undefined) {
		return remembered;
	}

	if (hasDisplay && !places.includes('ssh')) {
		return 'browser';
	}

	return places.includes('ssh') && !places.includes('tmux') ? 'copy' : 'plain';
}
