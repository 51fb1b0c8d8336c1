import type {User} from '../core/anaplan/anaplan-api.ts';
import {busyWords} from '../core/anaplan/busy-words.ts';
import type {Refusal} from '../core/oauth/callback.ts';
import {
	approvalAddress,
	strangeHost,
	strangeHostWords,
} from '../core/oauth/device-authorization.ts';
import {printable} from '../core/printable.ts';
import type {Problem} from '../core/problem.ts';
import type {
	AwaitingCallback,
	AwaitingDevice,
	Busy,
	Exchanging,
	Notice,
	SignedIn,
	State,
	UserState,
} from '../core/sign-in/flow.ts';
import {stakeWords} from '../core/sign-in/recovery.ts';
import {userWords as nameOf} from '../core/sign-in/user-words.ts';
import {graphemes} from '../core/text-width.ts';

/** What changed from one state to the next, in lines to be said once; none for what says nothing new. */
export function news(before: State, after: State): readonly string[] {
	if (before.status === after.status) {
		return changes(before, after);
	}

	switch (after.status) {
		case 'starting':
		case 'closed':
			return [];
		case 'setup':
			return [...noticeWords(after.notice), 'Step 1 of 5, Setup: which OAuth client signs in?'];
		case 'preparing':
			return ['Preparing the sign-in.'];
		case 'authorizing':
			return before.status === 'awaitingCallback' ? [] : ['Step 2 of 5, Authorize.'];
		case 'awaitingCallback':
			return ['Step 3 of 5, Callback.', ...answerWords(after)];
		case 'requestingDeviceCode':
			return ['Asking Anaplan for a code.'];
		case 'awaitingDevice':
			return ['Step 2 of 5, Authorize: approve this sign-in in a browser.', ...deviceWords(after)];
		case 'exchanging':
			return exchangeWords(after);
		case 'signInFailed':
			return [...problemWords(after.problem), stakeWords(after.recovery) ?? []].flat();
		case 'confirmingUser':
			return [
				'You signed in as someone else. Nothing is replaced yet.',
				`This profile: ${whoWords(after.remembered)}`,
				`Signed in as: ${whoWords(after.found)}`,
			];
		case 'signedIn':
			return [
				...(isTaken(before) ? ['The tokens are stored.'] : []),
				'Step 5 of 5, Profile.',
				...userWords(after.user),
				...after.happenings.toReversed().flatMap(({notice}) => noticeWords(notice)),
				...(after.ended ? problemWords(after.ended) : []),
			];
	}
}

function changes(before: State, after: State): readonly string[] {
	switch (after.status) {
		case 'setup':
		case 'authorizing':
			return 'notice' in before && before.notice === after.notice ? [] : noticeWords(after.notice);
		case 'awaitingCallback':
			return 'refusal' in before && before.refusal === after.refusal ? [] : answerWords(after);
		case 'awaitingDevice':
			return before.status === after.status ? deviceChanges(before, after) : [];
		case 'exchanging':
			return before.status === after.status ? stepChanges(before, after) : [];
		case 'signedIn':
			return before.status === after.status ? profileChanges(before, after) : [];
		default:
			return [];
	}
}

/** A problem, everywhere the same: what happened, the likely cause, the next step. */
export const problemWords = ({
	message,
	cause,
	hint,
}: Pick<Problem, 'message' | 'cause' | 'hint'>): readonly string[] => [
	`Problem: ${printable(message, 600)}`,
	`Likely cause: ${printable(cause)}`,
	`Next step: ${printable(hint)}`,
];

export const noticeWords = (notice: Notice | undefined): readonly string[] => {
	if (notice === undefined) {
		return [];
	}

	return notice.kind === 'done'
		? [notice.text, notice.more ?? ''].filter(Boolean).map(text => printable(text, 600))
		: problemWords(notice.problem);
};

/** What Anaplan refused, whichever way it came; any other refusal is said where a person gave the text. */
const answerWords = ({refusal}: AwaitingCallback): readonly string[] =>
	refusal?.verdict === 'refused' && refusal.reason === 'errorResponse'
		? [refusalWords(refusal)]
		: [];

export const refusalWords = ({message, hint}: Refusal): string =>
	`Not taken: ${printable(message, 600)} ${printable(hint)}`;

function exchangeWords({step, client}: Exchanging): readonly string[] {
	switch (step.kind) {
		case 'sendingCode':
			return [
				'The address is right: code found, state matches.',
				'Step 4 of 5, Exchange: sending the code.',
			];
		case 'storingTokens':
			return [
				client.grant === 'device_code' ? 'Approved, tokens received.' : 'Tokens received.',
				'Storing them.',
			];
		case 'checkingUser':
			return ['Asking Anaplan who has signed in.'];
		case 'takingPlace':
			return ['Replacing the old sign-in.'];
		case 'givingUp':
			return ['Giving up the new sign-in.'];
	}
}

function stepChanges(before: Exchanging, after: Exchanging): readonly string[] {
	return before.step.kind === after.step.kind
		? waitNews(before.step, after.step)
		: exchangeWords(after);
}

/** That Anaplan is busy, where it was not before or asks for another wait. */
const waitNews = (before: object & Busy, {waitMs}: object & Busy): readonly string[] =>
	waitMs === undefined || waitMs === before.waitMs ? [] : [busyWords(waitMs)];

/** Whether what came before a sign-in was its storing, and not its end. */
const isTaken = (before: State): boolean =>
	before.status === 'exchanging' && before.step.kind !== 'givingUp';

/** What hangs on a sign-in that failed. */
const whoWords = (user: User): string => printable(nameOf(user), 300);

/** The code and where to approve it: as it came, to be copied, and with every character alone, to be heard. */
export function deviceWords({authorization, client}: AwaitingDevice): readonly string[] {
	const code = printable(authorization.userCode, 40);
	const strange = strangeHost(authorization, client.hosts);
	return [
		...(strange === undefined ? [] : [`Careful: ${strangeHostWords(strange)}`]),
		`Address: ${approvalAddress(authorization)}`,
		`Code: ${code}`,
		`Spelled: ${graphemes(code).join(' ')}`,
		'Check that the page shows this code, or type it; then sign in there and allow.',
	];
}

function deviceChanges(before: AwaitingDevice, after: AwaitingDevice): readonly string[] {
	const {notice, trouble} = after;
	return [
		...(notice === before.notice ? [] : noticeWords(notice)),
		// The same trouble is said once, however often it comes.
		...(trouble === undefined || trouble.message === before.trouble?.message
			? []
			: [`${printable(trouble.message)} Asking goes on while the code is valid.`]),
	];
}

/** Who is signed in, or why that is not known. */
export function userWords(state: UserState): readonly string[] {
	switch (state.kind) {
		case 'unknown':
			return [];
		case 'unavailable':
			return [
				`The profile is not available. ${printable(state.problem.message, 400)} ${printable(state.problem.hint)}`,
			];
		case 'remembered':
		case 'known': {
			const {name, email} = state.user;
			const who = [name, email].filter(Boolean).map(text => printable(text, 200));
			return [
				`Signed in as ${who.join(', ')}${state.kind === 'remembered' ? ', as of last time' : ''}.`,
			];
		}
	}
}

const activityWords = {
	idle: [],
	refreshing: ['Refreshing the access token.'],
	validating: ['Asking Anaplan about the token.'],
	loggingOut: ['Logging out.'],
} as const;

function profileChanges(before: SignedIn, after: SignedIn): readonly string[] {
	const {activity, user, ended, autoRefresh, happenings} = after;
	const known = before.happenings[0];
	const isSameUser =
		before.user.kind === user.kind || (before.user.kind === 'remembered' && user.kind === 'known');
	return [
		...(isSameUser ? waitNews(before.user, user) : userWords(user)),
		...happenings
			.slice(0, known ? happenings.indexOf(known) : happenings.length)
			.toReversed()
			.flatMap(({notice}) => noticeWords(notice)),
		...(ended && ended !== before.ended && happenings[0] === known ? problemWords(ended) : []),
		...(autoRefresh === before.autoRefresh
			? []
			: [`Automatic refresh is ${autoRefresh ? 'on' : 'off'}.`]),
		...(activity.kind === before.activity.kind
			? waitNews(before.activity, activity)
			: activity.kind === 'offeringToForget'
				? problemWords({
						...activity.problem,
						message: `Not logged out. ${activity.problem.message}`,
					})
				: activityWords[activity.kind]),
	];
}
