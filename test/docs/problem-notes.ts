/** What the page of troubles says besides the words of the catalogue. A new code fails the type check until it has its place. */
import type {RefusalReason} from '../../source/core/oauth/callback.ts';
import type {ProblemCode} from '../../source/core/problem.ts';

export const groups = [
	'Signing in',
	'A sign-in that is stored',
	'Asking Anaplan',
	'The way to Anaplan',
	'This computer',
	'The command line',
] as const;

type Note = {
	readonly group: (typeof groups)[number];
	/** Other words in the place of the message, as they stand in the source; … is what differs. */
	readonly alsoSeen?: readonly string[];
	/** Advice that is too long for a terminal. */
	readonly more?: string;
};

export const problemNotes: Readonly<Record<ProblemCode, Note>> = {
	access_denied: {group: 'Signing in'},
	invalid_client: {
		group: 'Signing in',
		alsoSeen: ['Anaplan does not know this OAuth client.'],
		more: 'Copy both values once more, without spaces. A client that was made a minute ago may need another one.',
	},
	unauthorized_client: {
		group: 'Signing in',
		more: 'Anaplan makes clients of two types, and one cannot do the other’s work: *Authorization code grant* for `login`, *Device grant* for `login --device`. A client with a secret is of the first.',
	},
	invalid_request: {
		group: 'Signing in',
		more: 'The redirect URI and the allowed callback URL are compared letter by letter: `https://www.anaplan.com` and `https://www.anaplan.com/` are two.',
	},
	invalid_grant: {group: 'Signing in', alsoSeen: ['Anaplan did not accept the device code.']},
	device_code_expired: {group: 'Signing in'},
	address_refused: {
		group: 'Signing in',
		alsoSeen: ['The address that was given last was not taken. …'],
	},
	invalid_scope: {group: 'Signing in'},
	unsupported_grant_type: {group: 'Signing in'},
	other_user: {
		group: 'Signing in',
		alsoSeen: [
			'You signed in as …, but this profile belongs to …; nothing was replaced.',
			'This profile remembers …, but Anaplan says that its sign-in is that of ….',
			'The new sign-in is stored, but whose it is could not be found out, so nothing was replaced. …',
		],
		more: 'A profile remembers whose it is. Sign out of Anaplan in the browser, or use a private window, to sign in as the right person. Nothing of the sign-in that is stored was touched.',
	},
	no_browser: {
		group: 'Signing in',
		more: 'On Authorize `c` copies the URL, `p` shows it whole, `f` writes it to a file. The browser may be on another computer.',
	},
	no_clipboard: {group: 'Signing in', alsoSeen: ['The clipboard cannot be reached: ….']},
	no_redirect_port: {
		group: 'Signing in',
		more: 'A port that is only taken does no harm: then a free one is used. Nothing is lost without one but the bookmarklet, or the way back by itself where the redirect URI is on this computer.',
	},
	no_url_file: {
		group: 'Signing in',
		alsoSeen: ['The URL cannot be written to a file in …: …'],
		more: 'Where temporary files go is what `TMPDIR` says, on Windows `TEMP`.',
	},
	sign_in_ended: {
		group: 'A sign-in that is stored',
		alsoSeen: [
			'The new sign-in has ended before it was known whose it is; the profile is as it was.',
			'The access token …, and the sign-in has ended.',
		],
		more: 'A refresh token lives 12 hours unless an administrator has made it longer (**Administration › Security › OAuth Clients**, up to a year), and one that is *rotatable* works once: a copy of it that something else has used is worth nothing. Let every script ask `anaplan-tui token` and copy no refresh token. An expired Anaplan password ends sign-ins too.',
	},
	no_refresh_token: {
		group: 'A sign-in that is stored',
		alsoSeen: ['The access token …, and there is no refresh token.'],
	},
	not_signed_in: {
		group: 'A sign-in that is stored',
		alsoSeen: ['You are not signed in: there is no profile “…”.'],
		more: 'A scheduled job may run as another user, or with another `ANAPLAN_TUI_HOME` or `ANAPLAN_PROFILE`: `anaplan-tui status` says what it sees.',
	},
	token_rejected: {
		group: 'Asking Anaplan',
		alsoSeen: [
			'Anaplan does not accept the access token (…)',
			'The access token … and was not refreshed.',
			'The access token holds a character that cannot be sent.',
		],
		more: 'In curl and in scripts the header is `Authorization: AnaplanAuthToken TOKEN`. With `Bearer` some of Anaplan’s services refuse a good token.',
	},
	forbidden: {
		group: 'Asking Anaplan',
		alsoSeen: [
			'Anaplan says that this user may not do that (…)',
			'Anaplan says that this tenant is not entitled to that (…)',
		],
	},
	not_found: {
		group: 'Asking Anaplan',
		alsoSeen: [
			'Anaplan does not have what was asked for (…)',
			'Anaplan shows no such workspace to this user.',
		],
		more: 'IDs are compared letter by letter, capitals too: those of workspaces are written small, those of models in capitals. `anaplan-tui workspaces` and `anaplan-tui models` print them.',
	},
	unexpected_reply: {
		group: 'Asking Anaplan',
		alsoSeen: [
			'Anaplan refused the request (…). It said: …',
			'What … answered is not HTTP.',
			'… answered … with …',
			'Anaplan refused the request. It said: …',
			'… sent more than … kB, more than Anaplan would.',
			'…: it wants to send us to another address, which is not followed.',
			'The list broke off: a page came without rows although more were announced.',
			'The list broke off: the same rows came again although more were announced.',
			'Anaplan gave no ID for this one.',
			'Anaplan gave no address for this model that can be opened.',
		],
	},
	rate_limited: {group: 'Asking Anaplan', alsoSeen: ['Anaplan asks to slow down (…)']},
	server_error: {group: 'Asking Anaplan', alsoSeen: ['Anaplan has an error of its own (…)']},
	blocked: {
		group: 'The way to Anaplan',
		alsoSeen: [
			'A firewall answered instead of Anaplan (…, an HTML page).',
			'A proxy wants a user name and password (…)',
		],
	},
	network_unreachable: {
		group: 'The way to Anaplan',
		alsoSeen: [
			'… could not be reached: …',
			'The proxy … could not be reached: …',
			'The proxy … could not reach … (it answered …).',
		],
		more: '`anaplan-tui doctor --online` tries all three hosts and says which of them cannot be reached.',
	},
	connection_lost: {
		group: 'The way to Anaplan',
		alsoSeen: ['The connection to … broke before the reply was complete.'],
	},
	timed_out: {
		group: 'The way to Anaplan',
		alsoSeen: ['… did not answer in time (…)', 'The request took too long for Anaplan (…)'],
	},
	tls_untrusted: {
		group: 'The way to Anaplan',
		alsoSeen: [
			'The certificate of … is not trusted: …',
			'No secure connection to …: it speaks only versions of TLS older than 1.2.',
			'No secure connection to …: what answers there does not speak TLS as it should.',
		],
		more: 'Most often this is a company proxy that opens TLS. Node.js 22.15 and newer trust what the computer trusts; with an older one ask for the PEM file of your company’s authority and name it in `NODE_EXTRA_CA_CERTS`. There is no switch that turns the check off.',
	},
	proxy_refused: {
		group: 'The way to Anaplan',
		alsoSeen: [
			'The proxy … wants a user name and password (it answered 407).',
			'The proxy … does not let us through to …',
		],
	},
	store_unreadable: {
		group: 'This computer',
		alsoSeen: ['… cannot be used: …'],
		more: 'Nothing is thrown away: when the next sign-in has come to its end, the file is moved aside in its folder, as `….unreadable-….json`.',
	},
	store_unwritable: {
		group: 'This computer',
		alsoSeen: [
			'… cannot be written: …',
			'There is no folder for settings: this user has no home folder.',
			'Anaplan has sent new tokens, but they cannot be stored. …',
			'“…” is open here, but it could not be made the current profile. …',
		],
	},
	store_busy: {
		group: 'This computer',
		alsoSeen: [
			'Another anaplan-tui used the store while this one was suspended.',
			'Another anaplan-tui, process …, holds the store and gives no sign of life.',
		],
	},
	keychain_unavailable: {
		group: 'This computer',
		alsoSeen: ['The system keychain does not answer: …'],
		more: 'What was sealed at a desktop cannot be read by a scheduled job that has no keychain. Sign in for that job with `ANAPLAN_TUI_STORAGE=file` and a folder of its own (`ANAPLAN_TUI_HOME`).',
	},
	not_interactive: {group: 'The command line', alsoSeen: ['Removing a profile needs a yes.']},
	usage: {
		group: 'The command line',
		alsoSeen: [
			'The … is missing.',
			'This is no name for a profile: ….',
			'There is no profile “…”.',
			'The token is not sent to this address: it is not on the API host of the profile.',
			'There is already a profile “…”.',
			'The path is empty.',
			'The path leads out of /2/0, where the Anaplan API lives.',
			'--paginate goes with GET only.',
			'… has no body, so --input is wrong here.',
			'The file … cannot be read: ….',
			'--workspace takes the ID of a workspace, which has only letters and digits.',
			'The log file … cannot be used: ….',
			'… is “…”.',
			'ANAPLAN_TUI_PORT is “…”, which is no port.',
			'… cannot be used.',
			'… is no usable base URL: ….',
			'… holds no usable address of a proxy: ….',
			'ANAPLAN_TUI_STORAGE has a value that it cannot have.',
			'Only https addresses are used, and http on this computer.',
		],
	},
	cancelled: {
		group: 'The command line',
		alsoSeen: ['No address was given, so there was no sign-in.', 'Nothing was removed.'],
	},
	internal_error: {
		group: 'The command line',
		alsoSeen: ['The journey stopped at “…”.'],
		more: 'Please report it with what you did and what `anaplan-tui doctor --json` says; neither holds a secret.',
	},
};

/**
 * For each refusal an example of what was pasted, where the redirect URI is Anaplan’s and the state is
 * `ours`, and how it comes about.
 */
export const refusalNotes: Readonly<
	Record<RefusalReason, {readonly pasted: string; readonly cause: string}>
> = {
	noCode: {
		pasted: 'https://www.anaplan.com/',
		cause:
			'Only a part was copied, or a page that moved on and dropped what followed the `?`. Copy the address as soon as the page appears.',
	},
	bareCode: {
		pasted: 'M5mbhGs5Xy7f5ptGYe_Mt8Enh18bCe',
		cause: 'Only what follows `code=` was copied.',
	},
	noState: {
		pasted: 'https://www.anaplan.com/?code=M5mbhGs5Xy7f5ptGYe',
		cause: 'The end of the address was cut off.',
	},
	otherAttempt: {
		pasted: 'https://www.anaplan.com/?code=M5mbhGs5Xy7f5ptGYe&state=older',
		cause:
			'The address comes from an older tab, from another window of anaplan-tui, or from someone else; a code from elsewhere is never used.',
	},
	wrongAddress: {
		pasted: 'https://intranet.example.com/?code=M5mbhGs5Xy7f5ptGYe&state=ours',
		cause: 'Another page was copied, or the redirect URI here is not the one of the sign-in.',
	},
	duplicated: {
		pasted: 'https://www.anaplan.com/?code=M5mb&code=hGs5&state=ours',
		cause: 'The address was pasted twice, or into another one.',
	},
	errorResponse: {
		pasted:
			'https://www.anaplan.com/?error=access_denied&error_description=The+user+refused&state=ours',
		cause: 'Anaplan refused, and wrote its reason into the address.',
	},
	authorizationUrl: {
		pasted:
			'https://us1a.app.anaplan.com/auth/prelogin?response_type=code&client_id=5d1c&redirect_uri=https%3A%2F%2Fwww.anaplan.com&state=ours',
		cause: 'The address was copied before signing in, or copied from here.',
	},
	tooLong: {pasted: 'x'.repeat(70_000), cause: 'Something else was on the clipboard.'},
	controlCharacters: {
		pasted: 'https://www.anaplan.com/?code=M5mb\u0007hGs5&state=ours',
		cause: 'The text went through a program that changed it.',
	},
};
