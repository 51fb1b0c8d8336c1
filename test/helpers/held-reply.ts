import type {Endpoint, Scenario} from '../../source/practice/scenario.ts';

/** The next reply of an endpoint comes when the test lets it go, however slow the computer is. */
export function heldReply(endpoint: Endpoint): {
	readonly scenario: Scenario;
	readonly letGo: () => void;
} {
	let letGo = () => {};
	const until = new Promise<void>(resolve => {
		letGo = resolve;
	});
	return {scenario: {endpoint, name: 'slow', until, times: 1}, letGo};
}
