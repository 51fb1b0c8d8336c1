import type {Row} from '../../source/core/lists/browse-states.ts';
import {printable} from '../../source/core/printable.ts';
import {problem} from '../../source/core/problem.ts';
import {initialProfiles} from '../../source/core/profiles/profiles-flow.ts';
import {
	type FakeBrowse,
	fakeBrowse,
	manyModels,
	modelNamed,
	workspaceNamed,
} from '../helpers/browse.ts';
import {entryNamed, type FakeProfiles, fakeProfiles} from '../helpers/profiles.ts';

/** Names that are drawn in a different width by every other terminal, or from right to left. */
const hostile = [
	'plain',
	'👨‍👩‍👧‍👦 family',
	'👍🏽 skin tone',
	'❤️ heart, ☎️ phone, 1️⃣ key',
	'🇫🇷🇩🇪🇯🇵 flags',
	'漢字の名前 売上計画',
	'ｆｕｌｌ　ｗｉｄｔｈ',
	'e\u0301e\u0301e\u0301 combining',
	'Z̸̢̛a̶̡l̵g̷o̴ many marks',
	'תקציב שנתי 2027',
	'خطة المبيعات ٢٠٢٧',
	'हिन्दी की योजना',
	'แผนงบประมาณ',
	'\u202Eright to left\u202C',
	'tab\there\u001B[31m',
	'x'.repeat(300),
	'漢'.repeat(150),
	'👨‍👩‍👧‍👦'.repeat(60),
	'',
];

export const withModels = (models: readonly Row[], total?: number) => {
	const browse = fakeBrowse();
	browse.dispatch({type: 'modelsWished'});
	browse.bring(models, total);
	return browse;
};

export const withWorkspaces = (...workspaces: readonly Row[]) => {
	const browse = fakeBrowse();
	browse.dispatch({type: 'workspacesWished'});
	browse.bring(workspaces);
	return browse;
};

export const failed = () => {
	const browse = withModels(manyModels(30), 50);
	browse.dispatch({type: 'listNotLoaded', attempt: 1, problem: problem('server_error')});
	return browse;
};

/** Every face of the lists of workspaces and models. */
export const browseFaces: Readonly<Record<string, () => FakeBrowse>> = {
	workspaces: () =>
		withWorkspaces(...hostile.map((name, index) => workspaceNamed(name, {id: `w${index}`}))),
	models: () => withModels(hostile.map((name, index) => modelNamed(name, {id: `m${index}`}))),
	'models in hostile workspaces': () =>
		withModels(
			hostile.map((name, index) =>
				modelNamed('Model', {
					id: `m${index}`,
					workspaceName: printable(name, 200),
					activeState: printable(name, 40),
				}),
			),
		),
	'a hostile workspace’s models': () => {
		const browse = withWorkspaces(workspaceNamed('漢字👨‍👩‍👧‍👦'.repeat(20), {id: 'w'}));
		browse.dispatch({type: 'enterPressed'});
		browse.bring([]);
		return browse;
	},
	loading: () => withModels(manyModels(30), 20_000),
	'loading, nothing here yet': () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'modelsWished'});
		return browse;
	},
	'asked to wait': () => {
		const browse = withModels(manyModels(30), 20_000);
		browse.dispatch({type: 'waitAsked', attempt: 1, waitMs: 12_000});
		return browse;
	},
	failed,
	'failed, nothing here': () => {
		const browse = fakeBrowse();
		browse.dispatch({type: 'modelsWished'});
		browse.dispatch({type: 'listNotLoaded', attempt: 1, problem: problem('sign_in_ended')});
		return browse;
	},
	stopped: () => {
		const browse = withModels(manyModels(30), 20_000);
		browse.dispatch({type: 'stopWished'});
		return browse;
	},
	filtering: () => {
		const browse = withModels(manyModels(30));
		browse.dispatch({type: 'archivedToggled'});
		browse.dispatch({type: 'filterWished'});
		browse.dispatch({type: 'filterEdited', filter: {before: '漢字'.repeat(60), after: ''}});
		return browse;
	},
	'details of a model': () => {
		const browse = withModels([modelNamed('漢字👨‍👩‍👧‍👦'.repeat(20))]);
		browse.dispatch({type: 'enterPressed'});
		return browse;
	},
	'details of a workspace': () => {
		const browse = withWorkspaces(workspaceNamed('Finance'));
		browse.dispatch({type: 'detailsWished'});
		browse.dispatch({type: 'wishFailed', problem: problem('no_clipboard')});
		return browse;
	},
};

export const profileEntries = [
	entryNamed('default', {isCurrent: true, user: 'a.user@example.com'}),
	entryNamed('生産 production', {user: '山田太郎@example.com', region: 'eu3'}),
	entryNamed('שלום', {state: 'signedOut'}),
	entryNamed('หนึ่ง', {state: 'accessTokenExpired'}),
	entryNamed(`long ${'name '.repeat(11)}`.trim(), {state: 'signInNeeded'}),
	{
		name: 'broken',
		isCurrent: false,
		state: 'unreadable',
		hasSignIn: false,
		problem: problem('store_unreadable'),
	},
] as const;

/** The list of profiles over the screens, after each of these. */
const listing = (...wishes: ReadonlyArray<Parameters<FakeProfiles['dispatch']>[0]>) => {
	const profiles = fakeProfiles(initialProfiles({name: 'default', by: 'store'}));
	profiles.dispatch({type: 'opened'});
	profiles.list(profileEntries);
	for (const wish of wishes) {
		profiles.dispatch(wish);
	}

	return profiles;
};

const removal = [
	{type: 'removalWished', name: '生産 production'},
	{type: 'removalConfirmed'},
] as const;

/** Every face of the list of profiles. */
const profileFaces: Readonly<Record<string, () => FakeProfiles>> = {
	profiles: () => listing(),
	'a new profile': () => listing({type: 'newWished'}),
	'a name that is refused': () => listing({type: 'newWished'}, {type: 'named', text: 'a/b'}),
	renaming: () => listing({type: 'renameWished', name: 'default'}),
	'asking whether to remove': () => listing(removal[0]),
	removing: () => listing(...removal),
	'offering to remove here only': () => {
		const profiles = listing(...removal);
		const {attempt} = profiles.state();
		profiles.dispatch({type: 'notDone', attempt, problem: problem('network_unreachable')});
		return profiles;
	},
};

/** Every face of every list, as what the screens are opened with over a signed-in profile. */
export const listFaces = [
	...Object.entries(browseFaces).map(
		([name, face]) => [name, () => ({room: {browse: face().flow}})] as const,
	),
	...Object.entries(profileFaces).map(
		([name, face]) => [name, () => ({profiles: face()})] as const,
	),
];
