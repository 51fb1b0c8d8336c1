import type {ClientDraft, ClientField} from '../../core/client.ts';
import {printable} from '../../core/printable.ts';
import {findRegion} from '../../core/region.ts';
import {warning} from '../components/problem-view.tsx';
import {paragraph, row} from '../components/rows.tsx';
import {type Block, gap, optionalBlock} from '../layout.ts';
import {palette} from '../palette.ts';
import {isKeptSecret, type SetupForm} from './setup-form.ts';

/** What helps to fill in the fields; all of it gives way where there is no room. */
export function setupHelp(form: SetupForm, practice: boolean, width: number): readonly Block[] {
	const where = isDevice(form) ? whereDevice : whereCode;
	const [title = '', ...items] = where;
	const itemRows = items.flatMap(item =>
		paragraph(item.slice(3), width, {}, {text: `  ${item.slice(0, 3)}`}),
	);
	return [
		gap(6),
		optionalBlock(4, paragraph(aboutField(form), width, {}, {text: '  '})),
		...(isDevice(form)
			? [
					optionalBlock(
						2,
						paragraph(
							'Users of single sign-on cannot use the device grant, unless an administrator has made them exception users.',
							width,
							{},
							warning,
						),
					),
				]
			: []),
		...hostRows(form.draft, width),
		gap(5),
		optionalBlock(5, [row(title, palette.strong), ...itemRows]),
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

const whereCode = [
	'A tenant security administrator finds them in Anaplan:',
	'1  Administration › Security › OAuth Clients › New',
	'2  Type: Authorization code grant',
	`3  Allowed callback URL: the redirect URI above, letter by letter the same`,
	'4  Create client, then copy the client ID and the client secret',
];

// A client of its own: one that was made for the other grant does not serve this one.
const whereDevice = [
	'A tenant security administrator makes a client for it in Anaplan:',
	'1  Administration › Security › OAuth Clients › New',
	'2  Type: Device grant',
	'3  Allowed callback URL: any, such as https://www.anaplan.com; it is not used',
	'4  Create client, then copy the client ID; there is no secret',
];

const about: Record<ClientField, string> = {
	grant: '←/→ choose how to sign in; each grant has an OAuth client of its own.',
	clientId: 'The client’s public name. Spaces and quotes around it are removed.',
	clientSecret: 'Shown when the client is created, and again when an administrator selects it.',
	region: '←/→ choose, or type a code such as eu3, or paste an address from your browser.',
	redirectUri:
		'Where Anaplan sends the browser. It must equal an allowed callback URL of the client.',
	scope: 'offline_access gives a refresh token: without it you sign in again every 35 minutes.',
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
