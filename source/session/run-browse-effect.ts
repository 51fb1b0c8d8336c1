import type {BrowseEffect, BrowseFact, ListId, Row} from '../core/lists/browse-states.ts';
import {modelList, modelsOfWorkspace} from '../core/lists/models.ts';
import {workspaceList} from '../core/lists/workspaces.ts';
import type {Problem} from '../core/problem.ts';
import type {Result} from '../core/result.ts';
import type {Attempt, Fact} from '../core/sign-in/flow.ts';
import {copyText} from './copy-text.ts';
import {fetchList, type ListListeners} from './fetch-list.ts';
import type {ListEnd} from './list-intake.ts';
import {refreshedFact} from './refreshed-fact.ts';
import type {Workshop} from './workshop.ts';

/** The sign-in that is browsed with: which one it is now, and what it must hear. */
export type SignInEar = {
	current(): Attempt | undefined;
	tell(fact: Fact): void;
};

type Dispatch = (fact: BrowseFact) => void;

/**
 * Carries out the effects of browsing: fetches lists, copies, opens. It decides nothing. `stopAll`
 * ends every load. An exception in here is a defect and is passed to `failed`.
 */
export function createRunBrowseEffect(
	workshop: Workshop,
	signIn: SignInEar,
	failed: (error: unknown) => void,
): {
	readonly run: (effect: BrowseEffect, dispatch: Dispatch) => void;
	readonly stopAll: () => void;
} {
	const loads = new Map<Attempt, AbortController>();

	const load = async (
		{attempt, list}: Extract<BrowseEffect, {type: 'loadList'}>,
		dispatch: Dispatch,
	): Promise<void> => {
		const stop = new AbortController();
		loads.set(attempt, stop);
		const asked = signIn.current();
		const loaded = await fetched(workshop, list, {
			signal: stop.signal,
			onRows: (rows, progress) => dispatch({type: 'rowsReceived', attempt, rows, progress}),
			onWait: waitMs => dispatch({type: 'waitAsked', attempt, waitMs}),
			onRefreshed: kept => asked !== undefined && signIn.tell(refreshedFact(asked, kept)),
		});
		loads.delete(attempt);
		if (!loaded.ok && loaded.problem.code === 'sign_in_ended' && asked !== undefined) {
			signIn.tell({type: 'signInEnded', signIn: asked, problem: loaded.problem});
		}

		dispatch(
			loaded.ok
				? {type: 'listLoaded', attempt, counted: loaded.value.counted}
				: {type: 'listNotLoaded', attempt, problem: onScreen(loaded.problem)},
		);
	};

	const run = async (effect: BrowseEffect, dispatch: Dispatch): Promise<void> => {
		switch (effect.type) {
			case 'loadList':
				await load(effect, dispatch);
				return;
			case 'stopLoad':
				loads.get(effect.attempt)?.abort();
				return;
			case 'copyId': {
				const {id} = effect;
				const copied = await copyText(id, workshop.ports);
				dispatch(
					copied.ok
						? {type: 'idCopied', id, route: copied.value}
						: {
								type: 'wishFailed',
								problem: {...copied.problem, hint: 'Select the ID in its details.'},
							},
				);
				return;
			}
			case 'openModel': {
				const opened = await workshop.ports.browser.open(effect.url);
				dispatch(
					opened.ok
						? {type: 'modelOpened'}
						: {type: 'wishFailed', problem: {...opened.problem, hint: openElsewhere}},
				);
			}
		}
	};

	return {
		run(effect, dispatch) {
			run(effect, dispatch).catch(failed);
		},
		stopAll() {
			for (const stop of loads.values()) {
				stop.abort();
			}
		},
	};
}

const openElsewhere = 'Press c to copy the ID, and look for the model in Anaplan.';

async function fetched(
	workshop: Workshop,
	list: ListId,
	listeners: ListListeners<Row>,
): Promise<Result<ListEnd>> {
	switch (list.kind) {
		case 'workspaces':
			return fetchList(workshop, workspaceList, listeners);
		case 'models':
			return fetchList(workshop, modelList, listeners);
		case 'modelsOf':
			return fetchList(workshop, modelsOfWorkspace(list.workspace.id), listeners);
	}
}

// What a command line would be told to do next has a key here.
const onScreen = (reason: Problem): Problem =>
	reason.code === 'sign_in_ended' || reason.code === 'not_signed_in'
		? {...reason, hint: 'Go back to the profile with Esc, and sign in again there.'}
		: reason;
