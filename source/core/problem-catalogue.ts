/** The exit codes of the command line; see the table in README. */
export type ExitCode = 0 | 1 | 2 | 4 | 70 | 75 | 130;

/**
 * What trying again means: `now` sends the same thing again, `restart` begins a new sign-in,
 * `no` needs something to be changed first.
 */
type Retry = 'now' | 'restart' | 'no';

export type Entry = {
	readonly message: string;
	readonly cause: string;
	readonly hint: string;
	readonly exitCode: ExitCode;
	readonly retry: Retry;
};

const entry = (
	exitCode: ExitCode,
	retry: Retry,
	message: string,
	cause: string,
	hint: string,
): Entry => ({message, cause, hint, exitCode, retry});

const checkClient =
	'Compare the client ID and secret with Administration › Security › OAuth Clients in Anaplan.';

/** What can go wrong. Codes that RFC 6749 defines keep its spelling. Each entry: what happened, the likely cause, the next step. */
export const catalogue = {
	access_denied: entry(
		1,
		'restart',
		'Anaplan refused access.',
		'Someone chose Deny, or an administrator does not allow this client.',
		'Start the sign-in again and choose Allow; if it stays, ask your tenant security administrator.',
	),
	invalid_client: entry(
		1,
		'restart',
		'Anaplan does not know this OAuth client, or the secret is wrong.',
		'The client ID or secret was copied wrongly, or the secret was rotated.',
		checkClient,
	),
	unauthorized_client: entry(
		1,
		'restart',
		'Anaplan does not let this OAuth client do this.',
		'The client ID is wrong, the client is disabled, or it was made for the other grant type.',
		checkClient,
	),
	invalid_request: entry(
		1,
		'restart',
		'Anaplan could not make sense of the request.',
		'The redirect URI or another value differs from what is registered.',
		'Check that the redirect URI equals an allowed callback URL of the client, letter by letter.',
	),
	invalid_grant: entry(
		1,
		'restart',
		'Anaplan did not accept the authorization code.',
		'The code was used already, is older than about a minute, or was issued for another redirect URI.',
		'Start again to get a new code, and paste the new address soon.',
	),
	device_code_expired: entry(
		1,
		'restart',
		'The device code has expired.',
		'Nobody approved the sign-in in time.',
		'Start again to get a new code, and approve it while it is valid.',
	),
	sign_in_ended: entry(
		4,
		'restart',
		'Your sign-in has ended.',
		'The refresh token has expired, was used elsewhere or was revoked.',
		'Sign in again: anaplan-tui login. The client settings are kept.',
	),
	invalid_scope: entry(
		1,
		'restart',
		'Anaplan does not grant the scope that was asked for.',
		'The client does not allow one of the scopes.',
		'Ask for: openid email offline_access.',
	),
	unsupported_grant_type: entry(
		1,
		'no',
		'This OAuth client cannot use this grant type.',
		'It was created as a device grant client.',
		'Create a client of type Authorization code grant.',
	),
	no_refresh_token: entry(
		4,
		'restart',
		'There is no refresh token to refresh with.',
		'The sign-in was made without the scope offline_access.',
		'Sign in again with offline_access in the scope: anaplan-tui login.',
	),
	token_rejected: entry(
		4,
		'now',
		'Anaplan does not accept the access token.',
		'It has expired, was logged out, or belongs to another region.',
		'Refresh it: anaplan-tui refresh. If that fails, sign in again: anaplan-tui login.',
	),
	forbidden: entry(
		1,
		'no',
		'Anaplan says that this user may not do that.',
		'The user lacks the role, or the client the permission.',
		'Ask an administrator of the tenant.',
	),
	not_found: entry(
		1,
		'no',
		'Anaplan does not have what was asked for.',
		'The ID is wrong, or this user may not see it.',
		'Compare the ID with what Anaplan shows.',
	),
	blocked: entry(
		1,
		'now',
		'A firewall answered instead of Anaplan.',
		'Anaplan’s web firewall or a proxy on the way does not let this request pass.',
		'Try from another network, or ask whoever runs the proxy to allow the host.',
	),
	network_unreachable: entry(
		75,
		'now',
		'Anaplan could not be reached.',
		'There is no network, the name cannot be resolved, or nothing answers at that address.',
		'Check the connection and try again.',
	),
	connection_lost: entry(
		75,
		'now',
		'The connection broke before the reply was complete.',
		'The network, a proxy or the server cut it.',
		'Try again in a moment.',
	),
	timed_out: entry(
		75,
		'now',
		'Anaplan did not answer in time.',
		'The network or the service is slow or down.',
		'Try again in a moment.',
	),
	tls_untrusted: entry(
		1,
		'no',
		'The server’s certificate is not trusted.',
		'A company proxy that opens TLS, a wrong clock, or someone in between.',
		'If your company uses its own certificate authority, set NODE_EXTRA_CA_CERTS to its PEM file.',
	),
	proxy_refused: entry(
		1,
		'no',
		'The proxy refuses the connection.',
		'It wants a user name and password, or does not allow this host.',
		'Check HTTPS_PROXY, or ask whoever runs the proxy to allow the host.',
	),
	rate_limited: entry(
		75,
		'now',
		'Anaplan asks to slow down.',
		'Too many requests from this tenant.',
		'Wait a little and try again.',
	),
	server_error: entry(
		75,
		'now',
		'Anaplan has an error of its own.',
		'The service is in trouble.',
		'Try again later.',
	),
	unexpected_reply: entry(
		1,
		'now',
		'The reply is not what Anaplan sends.',
		'Another server answered: a proxy, a sign-in page of the network, or the wrong region.',
		'Check the region and the network, then try again.',
	),
	address_refused: entry(
		1,
		'restart',
		'The address that was given last was not taken.',
		'It is not the whole address that the browser ended on, or it is one of another attempt.',
		'Start again, open the new URL, and give the whole address that the browser ends on.',
	),
	store_unreadable: entry(
		1,
		'no',
		'The stored sign-in cannot be read.',
		'The file is damaged or was written by another program.',
		'See the file named above.',
	),
	store_unwritable: entry(
		1,
		'now',
		'The sign-in cannot be stored.',
		'The folder is read-only, full, or belongs to someone else.',
		'Make the folder writable, or choose another with ANAPLAN_TUI_HOME.',
	),
	store_busy: entry(
		75,
		'now',
		'Another anaplan-tui holds the store.',
		'It has been changing the sign-in for more than 30 seconds.',
		'Try again in a moment.',
	),
	keychain_unavailable: entry(
		75,
		'now',
		'The system keychain does not answer.',
		'It is locked, or there is no desktop session here, as over SSH, in a container or in a scheduled job.',
		'Unlock it or log in to the desktop, and try again; or set ANAPLAN_TUI_STORAGE=file and sign in again: anaplan-tui login.',
	),
	no_browser: entry(
		1,
		'no',
		'No browser could be opened.',
		'There is no display here, or no program for links.',
		'Copy the URL and open it in any browser.',
	),
	no_clipboard: entry(
		1,
		'no',
		'Nothing was copied: there is no clipboard here.',
		'No display, or no clipboard program is installed.',
		'Select the text with the mouse instead.',
	),
	no_redirect_port: entry(
		1,
		'no',
		'No port of this computer could be opened for the redirect.',
		'A security program forbids it.',
		'Paste the address that the browser ends at instead.',
	),
	no_url_file: entry(
		1,
		'now',
		'The URL cannot be written to a file.',
		'The folder for temporary files is full, read-only or gone.',
		'See the URL plain instead: press p on Authorize.',
	),
	not_signed_in: entry(
		4,
		'restart',
		'You are not signed in.',
		'Nobody has signed in here yet, or you signed out.',
		'Sign in: anaplan-tui login.',
	),
	other_user: entry(
		1,
		'restart',
		'You signed in as someone else than this profile remembers; nothing was replaced.',
		'The browser was still signed in to Anaplan as that person, or another account was chosen.',
		'To replace it, add --yes to the command. To keep both, sign in with another profile: --profile NAME.',
	),
	not_interactive: entry(
		2,
		'no',
		'The screens need a terminal.',
		'Standard input or output is not a terminal.',
		'Use anaplan-tui login --plain, or run it in a terminal.',
	),
	usage: entry(
		2,
		'no',
		'The command line cannot be understood.',
		'A word or value is wrong.',
		'See anaplan-tui --help.',
	),
	cancelled: entry(130, 'restart', 'Cancelled.', 'You ended it.', 'Start again when you like.'),
	internal_error: entry(
		70,
		'no',
		'Something went wrong inside anaplan-tui.',
		'A defect of ours.',
		'Please report what you did; nothing secret is in this message.',
	),
} as const satisfies Record<string, Entry>;
