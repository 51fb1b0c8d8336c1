import * as v from 'valibot';
import {grantTypes} from '../core/oauth/client.ts';
import {rotations} from '../core/oauth/rotation.ts';
import type {Session} from '../core/oauth/session.ts';
import {Secret} from '../core/secret.ts';
import {waysOut} from '../core/sign-in/way-out.ts';
import {type EpochMs, epochMs} from '../core/time.ts';
import type {
	ParkedSignIn,
	ProfileCredentials,
	ProfileSettings,
	Renaming,
} from '../session/ports.ts';

const time = v.pipe(
	v.string(),
	v.transform(text => Date.parse(text)),
	v.number(),
	v.transform(epochMs),
);
const text = v.pipe(v.string(), v.minLength(1));
const secret = (kind: Secret['kind']) =>
	v.pipe(
		text,
		v.transform(value => new Secret(kind, value)),
	);

const hosts = v.optional(
	v.object({oauth: v.optional(text), auth: v.optional(text), api: v.optional(text)}),
);

const settingsShape = v.object({
	grant: v.picklist(grantTypes),
	clientId: v.string(),
	redirectUri: v.optional(v.string()),
	scope: v.string(),
	region: v.string(),
	hosts,
	autoRefresh: v.optional(v.boolean(), true),
	watchClipboard: v.optional(v.boolean()),
	wayOut: v.optional(v.picklist(waysOut)),
	rotation: v.optional(v.picklist([...rotations, 'cannotSay'])),
	user: v.optional(
		v.object({
			id: v.string(),
			email: v.string(),
			name: v.string(),
			customerId: v.optional(v.string()),
			lastSignInAt: v.optional(time),
		}),
	),
});

const sessionShape = v.object({
	accessToken: secret('access token'),
	scope: v.string(),
	requestedScope: v.string(),
	signedInAt: v.optional(time),
	obtainedAt: time,
	expiresAt: time,
	refreshToken: v.optional(v.object({token: secret('refresh token'), obtainedAt: time})),
	endedAt: v.optional(time),
});

const clientSecret = v.optional(
	v.pipe(
		v.string(),
		v.transform(value => new Secret('client secret', value)),
	),
);

const parkedShape = v.object({
	client: v.object({
		grant: v.picklist(grantTypes),
		clientId: v.string(),
		clientSecret,
		redirectUri: v.optional(v.string()),
		scope: v.string(),
		region: v.string(),
		hosts,
	}),
	session: sessionShape,
});

const credentialsShape = v.object({
	clientId: v.string(),
	/** Absent for the authorization code grant, as in files from before there was a choice. */
	grant: v.optional(v.literal('device_code')),
	clientSecret,
	session: v.optional(sessionShape),
	parked: v.optional(parkedShape),
});

/** Reads what `settingsRecord` made. Returns undefined when it is something else. */
export function readSettingsRecord(record: unknown): ProfileSettings | undefined {
	const read = v.safeParse(settingsShape, record);
	if (!read.success) {
		return undefined;
	}

	const {hosts, user, ...rest} = read.output;
	return {
		...withoutUndefined(rest),
		...(hosts && {hosts: withoutUndefined(hosts)}),
		...(user && {user: withoutUndefined(user)}),
	};
}

/**
 * A profile as `settings.json` holds it: times as ISO 8601, no secret. Fields of `before` that this
 * version does not know stay.
 */
export function settingsRecord(settings: ProfileSettings, before: unknown): object {
	const {user} = settings;
	return {
		...unknownFields(before, settingsShape),
		...settings,
		...(user && {
			user: {
				...user,
				...(user.lastSignInAt !== undefined && {lastSignInAt: isoTime(user.lastSignInAt)}),
			},
		}),
	};
}

/** Reads what `credentialsRecord` made, secrets as `Secret`. Returns undefined when it is something else. */
export function readCredentialsRecord(record: unknown): ProfileCredentials | undefined {
	const read = v.safeParse(credentialsShape, record);
	if (!read.success) {
		return undefined;
	}

	const {clientId, grant, clientSecret, session, parked} = read.output;
	const kept = {
		clientId,
		...(session && {session: withoutUndefined(session)}),
		...(parked && {parked: parkedOf(parked)}),
	};
	if (grant === 'device_code') {
		return clientSecret ? undefined : {...kept, grant};
	}

	return clientSecret && {...kept, clientSecret};
}

/**
 * A profile as `credentials.json` holds it: secrets in the clear, times as ISO 8601. Fields of
 * `before` that this version does not know stay, those of a session while there is one.
 */
export function credentialsRecord(credentials: ProfileCredentials, before: unknown): object {
	const {clientId, grant, clientSecret, session, parked} = credentials;
	return {
		...unknownFields(before, credentialsShape),
		clientId,
		...(grant && {grant}),
		...(clientSecret && {clientSecret: clientSecret.reveal()}),
		...(session && {session: sessionRecord(session, fieldOf(before, 'session'))}),
		...(parked && {parked: parkedRecord(parked)}),
	};
}

const renamingShape = v.object({from: text, to: text});

/** Reads the note of a renaming under way. Returns undefined when it is none. */
export function readRenaming(record: unknown): Renaming | undefined {
	const read = v.safeParse(renamingShape, record);
	return read.success ? read.output : undefined;
}

function parkedOf({client, session}: v.InferOutput<typeof parkedShape>): ParkedSignIn {
	const {hosts, ...rest} = client;
	return {
		client: {...withoutUndefined(rest), ...(hosts && {hosts: withoutUndefined(hosts)})},
		session: withoutUndefined(session),
	};
}

const parkedRecord = ({client: {clientSecret, ...client}, session}: ParkedSignIn): object => ({
	client: {...client, ...(clientSecret && {clientSecret: clientSecret.reveal()})},
	session: sessionRecord(session, undefined),
});

function sessionRecord(session: Session, before: unknown): object {
	const {accessToken, scope, requestedScope, signedInAt, obtainedAt, expiresAt} = session;
	const {refreshToken, endedAt} = session;
	return {
		...unknownFields(before, sessionShape),
		accessToken: accessToken.reveal(),
		scope,
		requestedScope,
		...(signedInAt !== undefined && {signedInAt: isoTime(signedInAt)}),
		obtainedAt: isoTime(obtainedAt),
		expiresAt: isoTime(expiresAt),
		...(refreshToken && {
			refreshToken: {
				token: refreshToken.token.reveal(),
				obtainedAt: isoTime(refreshToken.obtainedAt),
			},
		}),
		...(endedAt !== undefined && {endedAt: isoTime(endedAt)}),
	};
}

const latest = 8.64e15;

/** Times beyond what a date can hold come from a server's nonsense and must not keep tokens from being stored. */
const isoTime = (at: EpochMs): string =>
	new Date(Math.min(Math.max(at, -latest), latest)).toISOString();

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldOf = (record: unknown, name: string): unknown =>
	isRecord(record) ? record[name] : undefined;

const unknownFields = (
	record: unknown,
	{entries}: {readonly entries: Readonly<Record<string, unknown>>},
): object =>
	isRecord(record)
		? Object.fromEntries(Object.entries(record).filter(([name]) => !Object.hasOwn(entries, name)))
		: {};

/** With optional fields left out in place of undefined, as `exactOptionalPropertyTypes` has it. */
type WithoutUndefined<Shape> = {
	[Key in keyof Shape as undefined extends Shape[Key] ? never : Key]: Shape[Key];
} & {
	[Key in keyof Shape as undefined extends Shape[Key] ? Key : never]?: Exclude<
		Shape[Key],
		undefined
	>;
};

const withoutUndefined = <Shape extends object>(shape: Shape): WithoutUndefined<Shape> =>
	Object.fromEntries(
		Object.entries(shape).filter(([, value]) => value !== undefined),
	) as WithoutUndefined<Shape>;
