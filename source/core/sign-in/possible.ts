import type {Capture, SignedIn} from './flow.ts';

/** Whether a refresh is offered, or a new sign-in. */
export const canRefresh = ({ended, session}: Pick<SignedIn, 'ended' | 'session'>): boolean =>
	ended === undefined && session.refreshToken !== undefined;

/** Whether it is open, and matters, if the client's refresh tokens rotate. */
export const asksRotation = (state: SignedIn): boolean =>
	canRefresh(state) && state.rotation === undefined;

/** The port for a bookmarklet: something listens there, and the browser does not come by itself. */
export const bookmarkletPort = ({loopback}: Capture): number | undefined =>
	loopback.kind === 'listening' && loopback.needsBookmarklet ? loopback.port : undefined;
