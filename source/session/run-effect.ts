import type {Effect, Fact} from '../core/sign-in/flow.ts';
import {parkedEffects} from './parked-effects.ts';
import {signInEffects} from './sign-in-effects.ts';
import {signedInEffects} from './signed-in-effects.ts';
import type {Dispatch, EffectHandlers, Workshop} from './workshop.ts';

/**
 * Carries out effects: builds the request, calls a port, reads the reply, tells the fact. It
 * decides nothing. An exception in here is a defect and is passed to `failed`.
 */
export function createRunEffect(workshop: Workshop, failed: (error: unknown) => void) {
	return (effect: Effect, dispatch: Dispatch): void => {
		run(effect, workshop, dispatch).catch(failed);
	};
}

const handlers: EffectHandlers = {...signInEffects, ...parkedEffects, ...signedInEffects};

async function run(effect: Effect, workshop: Workshop, dispatch: Dispatch): Promise<void> {
	// Each handler takes the effect that it is named after, which the compiler cannot follow here.
	const handle = handlers[effect.type] as (
		...call: [Effect, Workshop, Dispatch]
	) => Promise<Fact | undefined>;
	const fact = await handle(effect, workshop, dispatch);
	if (fact) {
		dispatch(fact);
	}
}
