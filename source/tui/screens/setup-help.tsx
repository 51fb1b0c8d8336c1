import {findRegion} from '../../core/anaplan/region.ts';
import type {ClientDraft, ClientField} from '../../core/oauth/client.ts';
import {printable} from '../../core/printable.ts';
import {fieldWords, noSingleSignOn, whereToFind} from '../../core/sign-in/setup-words.ts';
import {warning} from '../components/problem-view.tsx';
import {paragraph, row} from '../components/rows.tsx';
import {type Block, gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';
import {isKeptSecret, type SetupForm} from './setup-form.ts';

/** What helps to fill in the fields; all of it gives way where there is no room. */
export function setupHelp(form: SetupForm, practice: boolean, width: number): readonly Block[] {
	const {who, steps} = whereToFind[form.grant];
	// Where to go is worth more than what to do there.
	const stepBlocks = steps.map((step, index) =>
		optionalBlock(index === 0 ? 3 : 5, paragraph(step, width, {}, {text: `  ${index + 1}  `})),
	);
	return [
		gap(6),
		optionalBlock(4, paragraph(aboutField(form), width, {}, {text: '  '})),
		...(isDevice(form) ? [optionalBlock(2, paragraph(noSingleSignOn, width, {}, warning))] : []),
		...hostRows(form.draft, width),
		gap(5),
		optionalBlock(5, [row(who, palette.strong)]),
		...stepBlocks,
		gap(6),
		practice
			? optionalBlock(
					4,
					paragraph(
						'This is the practice tenant: every value is made up, and nothing is kept.',
						width,
					),
				)
			: optionalBlock(
					4,
					paragraph('No client yet? Try the practice tenant: anaplan-tui demo', width),
				),
		gap(8),
		optionalBlock(
			8,
			paragraph(
				'OAuth must have been enabled there once. With Rotatable refresh tokens a sign-in ends after the lifetime that is set for the client, 12 hours unless an administrator changes it. Secrets are stored for you alone and never drawn.',
				width,
			),
		),
	];
}

const isDevice = ({grant}: SetupForm): boolean => grant === 'device_code';

const about: Record<ClientField, string> = {
	...fieldWords,
	grant: '←/→ choose how to sign in; each grant has an OAuth client of its own.',
	region: '←/→ choose, or type a code such as eu3, or paste an address from your browser.',
};

const aboutField = (form: SetupForm): string =>
	form.focus === 'clientSecret' && isKeptSecret(form)
		? 'Kept from before. Type or paste to replace it.'
		: form.focus === 'region' && findRegion(form.region) === undefined
			? `This region is unknown. ${about.region}`
			: about[form.focus];

function hostRows({hosts}: ClientDraft, width: number): readonly Block[] {
	const given = Object.values(hosts).map(host => printable(String(host), 80));
	const text = `Base URLs set for this profile: ${[...new Set(given)].join(', ')}`;
	return given.length === 0 ? [] : [optionalBlock(7, paragraph(text, width, {}, {text: '  '}))];
}
