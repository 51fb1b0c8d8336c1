import type {Attempt, Effect, Fact} from '../core/sign-in/flow.ts';
import {patiently} from './patiently.ts';
import type {Ports} from './ports.ts';
import type {Profiles} from './profiles.ts';
import type {SessionKeeper} from './session-keeper.ts';

/** What the effects of one profile's sign-in work with. */
export type Workshop = {
	readonly ports: Ports;
	readonly profiles: Profiles;
	readonly keeper: SessionKeeper;
	/** The same for a parked sign-in, so that a look at its user leaves the old one alone. */
	readonly parkedKeeper: SessionKeeper;
};

export type Dispatch = (fact: Fact) => void;

/** How each effect is carried out; gives the fact that it ends with, and dispatches those on the way. */
export type EffectHandlers = {
	readonly [One in Effect as One['type']]: (
		effect: One,
		workshop: Workshop,
		dispatch: Dispatch,
	) => Promise<Fact | undefined>;
};

/** The workshop for questions: where Anaplan is busy it waits, and tells of it. */
export const patient = (workshop: Workshop, busy: (waitMs: number) => void): Workshop => {
	const {ports} = workshop;
	return {...workshop, ports: {...ports, http: patiently(ports.http, ports.clock, busy)}};
};

/** The same for what one attempt asks. */
export const patientFor = (attempt: Attempt, workshop: Workshop, dispatch: Dispatch): Workshop =>
	patient(workshop, waitMs => dispatch({type: 'waitAsked', attempt, waitMs}));
