import type {Hosts} from './anaplan/region.ts';
import {noticeableMs} from './oauth/clock-offset.ts';
import type {Session} from './oauth/session.ts';
import type {Problem} from './problem.ts';
import {type ProfileChoice, shownName} from './profiles/profile-name.ts';
import type {Place} from './sign-in/way-out.ts';
import {durationWords, type EpochMs, minute} from './time.ts';

/** What `doctor` says of one thing. Its text is safe to paste into a ticket. */
export type Finding = {
	readonly name: string;
	readonly verdict: 'ok' | 'notice' | 'problem';
	readonly message: string;
	/** What to do about it. */
	readonly fix?: string;
};

/** What an adapter found out about this computer; holds no secret. */
export type Facts = {
	readonly nodeVersion: string;
	readonly platform: string;
	readonly folder: string;
	/** How each part of the store answered; undefined when it is sound. */
	readonly store: {
		readonly settings: Problem | undefined;
		readonly credentials: Problem | undefined;
		readonly writing: Problem | undefined;
	};
	/** Permissions that were too wide, in words. */
	readonly looseModes: readonly string[];
	readonly storageKind: 'file' | 'sealed' | 'memory';
	readonly wantedStorage: string;
	/** How the keychain answered; undefined when it works. */
	readonly keychain: Problem | undefined;
	/** Proxy variables with user and password taken out. */
	readonly proxies: ReadonlyArray<readonly [variable: string, value: string]>;
	/** A proxy variable that cannot be used. */
	readonly proxyTrouble: Problem | undefined;
	readonly extraCertificates:
		| {readonly path: string; readonly state: 'readable' | 'unreadable' | 'notPem'}
		| undefined;
	readonly systemCertificates: boolean;
	readonly hasDisplay: boolean;
	/** Over SSH, in a container, in the Linux subsystem of Windows. */
	readonly places: readonly Place[];
	readonly terminal: {
		readonly isTerminal: boolean;
		readonly columns: number;
		readonly rows: number;
		readonly type: string;
	};
	/** A port of the listener that is none. */
	readonly portTrouble: Problem | undefined;
	/** The names of our variables that are set. */
	readonly variables: readonly string[];
};

/** Judges what can be known without a network. */
export function diagnose(facts: Facts): readonly Finding[] {
	return [
		node(facts),
		store(facts),
		permissions(facts),
		storage(facts),
		proxy(facts),
		certificates(facts),
		browserAndClipboard(facts),
		terminal(facts),
		variables(facts),
	];
}

const ok = (name: string, message: string): Finding => ({name, verdict: 'ok', message});
const notice = (name: string, message: string, fix?: string): Finding => ({
	name,
	verdict: 'notice',
	message,
	...(fix !== undefined && {fix}),
});
const bad = (name: string, {message, hint}: Pick<Problem, 'message' | 'hint'>): Finding => ({
	name,
	verdict: 'problem',
	message,
	fix: hint,
});

const node = ({nodeVersion, platform}: Facts): Finding =>
	ok('Node.js', `${nodeVersion} on ${platform}.`);

function store({folder, store: {settings, credentials, writing}}: Facts): Finding {
	const trouble = credentials ?? settings ?? writing;
	return trouble ? bad('Store', trouble) : ok('Store', `${folder} can be read and written.`);
}

const permissions = ({looseModes}: Facts): Finding =>
	looseModes.length === 0
		? ok('Permissions', 'Nobody else can read the store.')
		: notice('Permissions', looseModes.join(' '));

function storage({storageKind, wantedStorage, keychain}: Facts): Finding {
	if (storageKind === 'sealed') {
		return keychain
			? bad('Keychain', keychain)
			: ok('Keychain', 'It answers, and the credentials are sealed with a key from it.');
	}

	if (wantedStorage === 'keychain') {
		return keychain
			? bad('Keychain', keychain)
			: notice('Keychain', 'It answers; the next sign-in is sealed with a key from it.');
	}

	if (wantedStorage === 'file') {
		return ok(
			'Keychain',
			'Not used, as ANAPLAN_TUI_STORAGE=file says; the credentials are a private file.',
		);
	}

	return keychain
		? notice(
				'Keychain',
				`It does not answer, so the credentials are a private file. ${keychain.message}`,
			)
		: notice('Keychain', 'It answers; the next sign-in is sealed with a key from it.');
}

function proxy({proxies, proxyTrouble}: Facts): Finding {
	if (proxyTrouble) {
		return bad('Proxy', proxyTrouble);
	}

	return proxies.length === 0
		? ok('Proxy', 'None is set.')
		: ok('Proxy', `${proxies.map(([variable, value]) => `${variable}=${value}`).join(', ')}.`);
}

function certificates({extraCertificates, systemCertificates}: Facts): Finding {
	if (extraCertificates === undefined) {
		return ok(
			'Certificates',
			systemCertificates
				? 'The authorities of Node.js and of the system are trusted.'
				: 'The authorities of Node.js are trusted; behind a proxy that opens TLS set NODE_EXTRA_CA_CERTS.',
		);
	}

	const {path, state} = extraCertificates;
	if (state === 'readable') {
		return ok('Certificates', `NODE_EXTRA_CA_CERTS adds ${path}.`);
	}

	const what =
		state === 'unreadable' ? 'which cannot be read' : 'which holds no certificate in PEM form';
	return bad('Certificates', {
		message: `NODE_EXTRA_CA_CERTS names ${path}, ${what}.`,
		hint: 'Point it to the PEM file of your company’s certificate authority, or unset it.',
	});
}

const placeWords: Record<Place, string> = {
	ssh: 'over SSH',
	container: 'in a container',
	wsl: 'in the Windows Subsystem for Linux',
	tmux: 'in tmux',
};

function browserAndClipboard({hasDisplay, places}: Facts): Finding {
	const where =
		places.length === 0 ? '' : ` (${places.map(place => placeWords[place]).join(', ')})`;
	return hasDisplay
		? ok('Browser and clipboard', `There is a display for both${where}.`)
		: notice(
				'Browser and clipboard',
				`There is no display here${where}, so neither can be reached.`,
				'Press p on Authorize to see the URL, and open it on another computer.',
			);
}

function terminal({terminal: {isTerminal, columns, rows, type}}: Facts): Finding {
	if (!isTerminal) {
		return notice(
			'Terminal',
			'This is none, so there are no screens.',
			'Use: anaplan-tui login --plain',
		);
	}

	return columns < 40 || rows < 12
		? notice(
				'Terminal',
				`${columns}×${rows} is too small for the screens.`,
				'Enlarge it to 40×12 or more.',
			)
		: ok('Terminal', `${type}, ${columns}×${rows}.`);
}

const variables = ({variables: names, portTrouble}: Facts): Finding =>
	portTrouble
		? bad('Variables', portTrouble)
		: names.length === 0
			? ok('Variables', 'None of ours is set.')
			: notice('Variables', `Set, and stronger than what is stored: ${names.join(', ')}.`);

const choosers: Record<ProfileChoice['by'], string> = {
	option: 'as --profile says',
	variable: 'as ANAPLAN_PROFILE says',
	store: 'the current one of the store',
};

/** Tells which profile all of this is about, who has chosen it, and whether it is one of those that are stored. */
export const diagnoseProfile = ({name, by}: ProfileChoice, stored: readonly string[]): Finding =>
	by === 'store' || stored.includes(name)
		? ok('Profile', `“${shownName(name)}”, ${choosers[by]}.`)
		: notice('Profile', `“${shownName(name)}”, ${choosers[by]}, is not stored.`);

/** Judges a stored session by this computer's clock alone. */
export function diagnoseSession(session: Session | undefined, now: EpochMs): Finding {
	const name = 'Sign-in';
	if (session === undefined) {
		return notice(name, 'Nobody is signed in.', 'Sign in: anaplan-tui login');
	}

	if (session.obtainedAt - now > minute) {
		return {
			name: 'Clock',
			verdict: 'problem',
			message: `The access token is ${durationWords(session.obtainedAt - now)} from the future: this computer’s clock was set back.`,
			fix: 'Correct the clock.',
		};
	}

	if (session.endedAt !== undefined) {
		return bad(name, {message: 'The sign-in has ended.', hint: 'Sign in again: anaplan-tui login'});
	}

	const refresh = session.refreshToken ? '' : ' There is no refresh token.';
	return session.expiresAt > now
		? ok(name, `The access token has ${durationWords(session.expiresAt - now)} left.${refresh}`)
		: session.refreshToken
			? ok(name, 'The access token has expired and is refreshed at the next use.')
			: bad(name, {
					message: 'The access token has expired, and there is no refresh token.',
					hint: 'Sign in again: anaplan-tui login',
				});
}

/** What asking one host came to. */
export type HostAnswer = {
	readonly name: keyof Hosts;
	readonly url: string;
	readonly outcome:
		| {
				readonly kind: 'answered';
				readonly tookMs: number;
				readonly clockOffsetMs: number | undefined;
		  }
		| {readonly kind: 'failed'; readonly problem: Problem};
};

const hostNames: Record<keyof Hosts, string> = {
	oauth: 'OAuth host',
	auth: 'Authentication host',
	api: 'API host',
};

/** Judges what the three hosts answered, and this computer's clock by theirs. */
export function diagnoseHosts(answers: readonly HostAnswer[]): readonly Finding[] {
	const hosts = answers.map(({name, url, outcome}) =>
		outcome.kind === 'answered'
			? ok(hostNames[name], `${url} answers (${Math.round(outcome.tookMs)} ms).`)
			: bad(hostNames[name], outcome.problem),
	);
	const offset = answers
		.map(({outcome}) => (outcome.kind === 'answered' ? outcome.clockOffsetMs : undefined))
		.find(value => value !== undefined);
	return offset === undefined ? hosts : [...hosts, clock(offset)];
}

/** This computer's clock where there is nothing to compare it with. */
export const clockHere = (time: string, zone: string): Finding =>
	ok('Clock', `It is ${time} here (${zone}); --online compares that with Anaplan’s clock.`);

const clock = (offsetMs: number): Finding =>
	Math.abs(offsetMs) <= noticeableMs
		? ok('Clock', 'This computer’s clock agrees with Anaplan’s.')
		: {
				name: 'Clock',
				verdict: 'problem',
				message: `This computer’s clock is ${durationWords(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead of' : 'behind'} Anaplan’s.`,
				fix: 'Correct the clock; until then expiry times are wrong.',
			};
