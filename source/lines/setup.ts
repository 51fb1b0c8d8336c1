import {findRegion, regionFromText, regions} from '../core/anaplan/region.ts';
import {
	type ClientDraft,
	type ClientField,
	clientFields,
	grantTypes,
	readClient,
	trimPasted,
} from '../core/oauth/client.ts';
import {printable} from '../core/printable.ts';
import {Secret} from '../core/secret.ts';
import type {Setup} from '../core/sign-in/flow.ts';
import {
	fieldLabels,
	fieldWords,
	grantWords,
	noSingleSignOn,
	whereToFind,
} from '../core/sign-in/setup-words.ts';
import type {House} from './house.ts';
import {profilesChoice} from './profiles.ts';
import {choose, sayChoices} from './talk.ts';

/** Asks for the client that signs in: whether what is there is right, else field by field. */
export async function setup({draft}: Setup, house: House, over: AbortSignal): Promise<void> {
	const {talk, practice} = house;
	if (practice) {
		talk.say('This is the practice tenant: every value is made up, and nothing is kept.');
	}

	const read = readClient(draft);
	if (!read.ok) {
		if (!practice) {
			talk.say('No client yet? Try the practice tenant: anaplan-tui demo');
		}

		await fill(draft, house, over);
		return;
	}

	for (const field of clientFields(draft.grant)) {
		talk.say(`${fieldLabels[field]}: ${valueWords(draft, field)}`);
	}

	const choices = [
		{words: 'Go on with these', run: () => submit(draft, house)},
		{words: 'Change them', run: () => fill(draft, house, over)},
		profilesChoice(house),
	];
	sayChoices(talk, choices);
	await (await choose(talk, choices, over))?.run();
}

function submit(draft: ClientDraft, {signIn, talk}: House): boolean {
	const read = readClient(draft);
	if (read.ok) {
		signIn.dispatch({type: 'clientSubmitted', client: read.value, draft});
		return true;
	}

	for (const {message} of read.problem) {
		talk.say(`Not right yet: ${message}`);
	}

	return false;
}

async function fill(start: ClientDraft, house: House, over: AbortSignal): Promise<void> {
	let draft = start;
	do {
		for (const field of ['grant', ...clientFields(draft.grant).slice(1)] as const) {
			// The grant decides what is asked for at all.
			if (clientFields(draft.grant).includes(field)) {
				const filled = await fillField(draft, field, house, over);
				if (filled === undefined) {
					return;
				}

				draft = filled;
			}
		}
	} while (!submit(draft, house) && !over.aborted);
}

async function fillField(
	draft: ClientDraft,
	field: ClientField,
	house: House,
	over: AbortSignal,
): Promise<ClientDraft | undefined> {
	return field === 'grant' ? fillGrant(draft, house, over) : fillText(draft, field, house, over);
}

async function fillGrant(
	draft: ClientDraft,
	house: House,
	over: AbortSignal,
): Promise<ClientDraft | undefined> {
	const {talk} = house;
	talk.say('How to sign in? Each grant has an OAuth client of its own.');
	let chosen: ClientDraft | undefined;
	const choices = [
		...grantTypes.map(grant => ({
			words: grantWords[grant].join(': '),
			run() {
				chosen = {...draft, grant};
			},
		})),
		profilesChoice(house),
	];
	sayChoices(talk, choices);
	await (await choose(talk, choices, over))?.run();
	if (chosen === undefined) {
		return undefined;
	}

	if (chosen.grant === 'device_code') {
		talk.say(noSingleSignOn);
	}

	const {who, steps} = whereToFind[chosen.grant];
	talk.say(who);
	for (const step of steps) {
		talk.say(`- ${step}`);
	}

	return chosen;
}

async function fillText(
	draft: ClientDraft,
	field: Exclude<ClientField, 'grant'>,
	{talk}: House,
	over: AbortSignal,
): Promise<ClientDraft | undefined> {
	talk.say(aboutWords(draft, field));
	for (;;) {
		const answer = await talk.ask(
			{
				prompt: `${fieldLabels[field]}${keepWords(draft, field)}:`,
				typed: field === 'clientSecret' ? 'hidden' : 'shown',
			},
			over,
		);
		if (answer === undefined) {
			return undefined;
		}

		if (field === 'region' && answer.trim() === '?') {
			for (const {code, label} of regions) {
				talk.say(`${code}: ${label}`);
			}

			continue;
		}

		const filled = answer.trim() === '' ? draft : withText(draft, field, answer);
		const fault = faultOf(filled, field);
		if (fault === undefined) {
			// The only thing that can be said of what nobody saw.
			if (field === 'clientSecret' && filled !== draft) {
				talk.say(`${filled.clientSecret.length} characters taken.`);
			}

			return filled;
		}

		talk.forgetAhead();
		talk.say(`Not taken: ${fault}`);
	}
}

const faultOf = (draft: ClientDraft, field: ClientField): string | undefined => {
	const read = readClient(draft);
	return read.ok ? undefined : read.problem.find(fault => fault.field === field)?.message;
};

function withText(
	draft: ClientDraft,
	field: Exclude<ClientField, 'grant'>,
	answer: string,
): ClientDraft {
	const text = trimPasted(answer);
	if (field === 'clientSecret') {
		return {...draft, clientSecret: new Secret('client secret', text)};
	}

	const region = field === 'region' ? (findRegion(text) ?? regionFromText(text)) : undefined;
	return {...draft, [field]: region?.code ?? text};
}

/** What a field holds; of a secret only how long it is. */
function valueWords(draft: ClientDraft, field: ClientField): string {
	switch (field) {
		case 'grant':
			return grantWords[draft.grant][0];
		case 'clientSecret':
			return `${draft.clientSecret.length} characters, not shown`;
		case 'region': {
			const label = findRegion(draft.region)?.label;
			return printable(draft.region, 20) + (label === undefined ? '' : `, ${label}`);
		}

		default:
			return printable(draft[field], 200);
	}
}

const aboutWords = (draft: ClientDraft, field: Exclude<ClientField, 'grant'>): string =>
	field === 'region'
		? 'A code such as eu3, or the address of one of your Anaplan pages; a question mark says all codes.'
		: field === 'clientSecret' && draft.clientSecret.length > 0
			? 'Nothing is shown while you type or paste it.'
			: `${fieldWords[field]}${field === 'clientSecret' ? ' Nothing is shown while you type or paste it.' : ''}`;

const keepWords = (draft: ClientDraft, field: Exclude<ClientField, 'grant'>): string =>
	faultOf(draft, field) === undefined ? `, Enter keeps ${valueWords(draft, field)}` : '';
