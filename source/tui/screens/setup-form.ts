import {findRegion, regionFromText, regions} from '../../core/anaplan/region.ts';
import {
	allClientFields,
	type ClientDraft,
	type ClientField,
	clientFields,
	type FieldFault,
	type GrantType,
	grantTypes,
	readClient,
	trimPasted,
} from '../../core/oauth/client.ts';
import {Secret} from '../../core/secret.ts';
import type {Setup} from '../../core/sign-in/flow.ts';
import {
	type Edit,
	edited,
	type TextFieldState,
	textFieldOf,
	textOf,
} from '../components/text-field-state.ts';

type TextFieldName = Exclude<ClientField, 'grant' | 'region'>;

/** The Setup screen's fields while they are filled in. */
export type SetupForm = {
	readonly draft: ClientDraft;
	readonly grant: GrantType;
	readonly focus: ClientField;
	readonly texts: Readonly<Record<TextFieldName, TextFieldState>>;
	/** A code from the table, or what was there and is none. */
	readonly region: string;
	/** The beginning of a region code, while it is typed. */
	readonly regionTyped: string;
	/** Fields that still hold what they began with. */
	readonly untouched: readonly ClientField[];
	/** Fields that were left once, so that their faults are shown. */
	readonly visited: readonly ClientField[];
	/** What was done to the text that was pasted into the field in focus. */
	readonly note?: string;
};

export function setupForm({draft, arrival}: Pick<Setup, 'draft' | 'arrival'>): SetupForm {
	const region = findRegion(draft.region) ?? regionFromText(draft.region);
	// The grant comes first but is rarely changed, so that one begins with what is to be filled in.
	const isSecretMissing =
		draft.grant === 'authorization_code' &&
		draft.clientId !== '' &&
		draft.clientSecret.length === 0;
	const read = readClient(draft);
	// Nobody typed what a variable says, so what is wrong with it is told at once.
	const given = read.ok ? [] : read.problem.filter(({variable}) => variable !== undefined);
	const faulty = given.flatMap(({field}) => (field === 'hosts' ? [] : field));
	return {
		draft,
		grant: draft.grant,
		// Keys that were meant for another screen are not taken for text.
		focus:
			arrival === 'unasked'
				? 'grant'
				: (faulty[0] ?? (isSecretMissing ? 'clientSecret' : 'clientId')),
		texts: {
			clientId: textFieldOf(draft.clientId),
			// The secret that is kept stays in the draft; only a new one is typed here.
			clientSecret: textFieldOf(''),
			redirectUri: textFieldOf(draft.redirectUri),
			scope: textFieldOf(draft.scope),
		},
		region: region?.code ?? draft.region,
		regionTyped: '',
		untouched: allClientFields,
		visited: faulty,
	};
}

export const isKeptSecret = ({untouched, draft}: SetupForm): boolean =>
	untouched.includes('clientSecret') && draft.clientSecret.length > 0;

/** What the form says now, unchecked. */
export const draftOfForm = (form: SetupForm): ClientDraft => ({
	grant: form.grant,
	clientId: textOf(form.texts.clientId),
	clientSecret: form.untouched.includes('clientSecret')
		? form.draft.clientSecret
		: new Secret('client secret', textOf(form.texts.clientSecret)),
	region: form.region,
	redirectUri: textOf(form.texts.redirectUri),
	scope: textOf(form.texts.scope),
	hosts: form.draft.hosts,
	// What was typed over is no variable's value any more.
	variables: Object.fromEntries(
		Object.entries(form.draft.variables ?? {}).filter(([field]) =>
			form.untouched.includes(field as ClientField),
		),
	),
});

export function faultsOf(form: SetupForm): readonly FieldFault[] {
	const read = readClient(draftOfForm(form));
	return read.ok ? [] : read.problem;
}

/** Moves by one field, around at the ends. */
export function moved(form: SetupForm, by: 1 | -1): SetupForm {
	const shown = clientFields(form.grant);
	return focused(form, shown.at((shown.indexOf(form.focus) + by) % shown.length) ?? form.focus);
}

function focused(form: SetupForm, focus: ClientField): SetupForm {
	const {note: _, ...rest} = form;
	return {...rest, focus, regionTyped: '', visited: [...form.visited, form.focus]};
}

/** After a submit that found faults: all of them are shown, the first field with one has the focus. */
export function refusedForm(form: SetupForm, faults: readonly FieldFault[]): SetupForm {
	const first = allClientFields.find(field => faults.some(fault => fault.field === field));
	return {...focused(form, first ?? form.focus), visited: allClientFields};
}

/** An edit of the text field in focus. */
export function editedForm(form: SetupForm, edit: Edit): SetupForm {
	const {focus} = form;
	if (focus === 'grant') {
		return edit.type === 'left' || edit.type === 'right'
			? withGrant(form, form.grant === 'device_code' ? 'authorization_code' : 'device_code')
			: form;
	}

	if (focus === 'region') {
		return edit.type === 'left' || edit.type === 'right'
			? cycled(form, edit.type === 'right' ? 1 : -1)
			: form;
	}

	if (focus === 'clientSecret' && isKeptSecret(form) && isMove(edit)) {
		return form;
	}

	// What one cannot see one cannot edit in the middle: any deletion takes a kept secret away whole.
	return withText(form, focus, edited(form.texts[focus], edit));
}

const isMove = ({type}: Edit): boolean =>
	['left', 'right', 'wordLeft', 'wordRight', 'home', 'end'].includes(type);

function withText(form: SetupForm, field: TextFieldName, text: TextFieldState): SetupForm {
	const {note: _, ...rest} = form;
	const isChanged = textOf(text) !== textOf(form.texts[field]) || isKeptSecret(form);
	return {
		...rest,
		texts: {...form.texts, [field]: text},
		untouched: isChanged ? form.untouched.filter(name => name !== field) : form.untouched,
	};
}

function cycled(form: SetupForm, by: 1 | -1): SetupForm {
	const at = regions.findIndex(({code}) => code === form.region);
	const next = regions.at(at === -1 ? 0 : (at + by) % regions.length);
	return withRegion(form, next?.code ?? form.region);
}

function withGrant(form: SetupForm, grant: GrantType): SetupForm {
	const {note: _, ...rest} = form;
	return {...rest, grant};
}

function withRegion(form: SetupForm, region: string, note?: string): SetupForm {
	const {note: _, ...rest} = form;
	return {...rest, region, regionTyped: '', ...(note !== undefined && {note})};
}

/** Typed text: letters, or the beginning of a region code. */
export function typedInto(form: SetupForm, text: string): SetupForm {
	if (form.focus === 'grant') {
		const begun = grantTypes.find(grant => grant.startsWith(text.toLowerCase()));
		return begun ? withGrant(form, begun) : form;
	}

	if (form.focus !== 'region') {
		return text.length > typedAtOnce
			? pastedInto(form, text)
			: editedForm(form, {type: 'insert', text});
	}

	if (text.length > 3) {
		return pastedInto(form, text);
	}

	return [...text.toLowerCase()].reduce(typedRegion, form);
}

// Longer chunks are pastes that the terminal did not mark.
const typedAtOnce = 12;

function typedRegion(form: SetupForm, letter: string): SetupForm {
	const starts = (typed: string) => regions.some(({code}) => code.startsWith(typed));
	const longer = form.regionTyped + letter;
	const typed = starts(longer) ? longer : starts(letter) ? letter : '';
	const region = findRegion(typed);
	return region ? withRegion(form, region.code) : {...form, regionTyped: typed};
}

/** Pasted text, cleaned of what copying brings along; the note says what was done. */
export function pastedInto(form: SetupForm, pasted: string): SetupForm {
	const {focus} = form;
	if (focus === 'grant') {
		return {...form, note: 'This is a choice; go to a field below to paste.'};
	}

	if (focus === 'region') {
		const region = findRegion(pasted) ?? regionFromText(pasted);
		return region
			? withRegion(form, region.code, `${region.code}, read from what was pasted.`)
			: {...form, note: 'This names no region that is known.'};
	}

	const region = focus === 'clientId' && pasted.includes('.') ? regionFromText(pasted) : undefined;
	if (region) {
		return {
			...form,
			note: `This is the address of your Anaplan pages, no client ID. Paste it into Region to choose ${region.code}.`,
		};
	}

	// Line breaks within an ID are from wrapping; between scopes they separate.
	const joined = pasted.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, focus === 'scope' ? ' ' : '');
	const text = trimPasted(joined);
	const before = form.untouched.includes(focus) ? textFieldOf('') : form.texts[focus];
	const next = withText(form, focus, edited(before, {type: 'insert', text}));
	return text === pasted
		? next
		: {...next, note: 'Spaces, quotes or line breaks around it were removed.'};
}
