import type {Effect, Fact, State, Wish} from '../core/sign-in/flow.ts';
import {initialState, transition} from '../core/sign-in/sign-in-flow.ts';
import {createRunEffect} from './run-effect.ts';
import {createStore, type Machine, type Store} from './store.ts';
import type {Workshop} from './workshop.ts';

/** The running sign-in of one profile. */
export type SignIn = Store<State, Wish | Fact>;

export const signInMachine: Machine<State, Wish | Fact, Effect> = {
	initial: initialState,
	transition,
};

/** Begins the sign-in flow of a profile; `failed` takes a defect in one of its effects. */
export const openSignIn = (workshop: Workshop, failed: (error: unknown) => void): SignIn =>
	createStore(workshop.ports.clock, signInMachine, createRunEffect(workshop, failed));

/** Runs a sign-in flow for the length of some work; a defect in an effect ends the work too. */
export async function withSignIn<Outcome>(
	workshop: Workshop,
	work: (signIn: SignIn) => Promise<Outcome>,
): Promise<Outcome> {
	return new Promise((resolve, reject) => {
		work(openSignIn(workshop, reject)).then(resolve, reject);
	});
}
