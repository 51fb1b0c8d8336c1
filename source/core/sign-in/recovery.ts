import type {Parked, Recovery} from './flow.ts';

type WayBack =
	| {readonly kind: 'stay' | 'toSetup'}
	/** The parked sign-in is forgotten, and the old one is gone on with. */
	| {readonly kind: 'giveUp'; readonly parked: Parked};

/** What going back means after a failure. Tokens that are nowhere else must not be lost by a stray wish. */
export function backFrom(recovery: Recovery): WayBack {
	switch (recovery.kind) {
		case 'storeTokens':
			return {kind: 'stay'};
		case 'checkUser':
		case 'takePlace':
			return {kind: 'giveUp', parked: recovery};
		case 'sendCode':
		case 'newSignIn':
			return {kind: 'toSetup'};
	}
}

/** What hangs on a failure: tokens that are in memory only, or a profile that is not to be replaced unseen. */
export function stakeWords({kind}: Recovery): string | undefined {
	switch (kind) {
		case 'storeTokens':
			return 'The tokens are in memory only: leaving now loses this sign-in.';
		case 'checkUser':
			return 'It is not known who signed in, so nothing is replaced yet.';
		case 'takePlace':
		case 'sendCode':
		case 'newSignIn':
			return undefined;
	}
}
