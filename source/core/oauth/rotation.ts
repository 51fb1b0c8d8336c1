/** Whether a refresh replaces the refresh token; an administrator chooses it for each OAuth client. */
export const rotations = ['rotatable', 'nonRotatable'] as const;
export type Rotation = (typeof rotations)[number];

/** What a profile knows of it: what a refresh has shown or a person said, or that they could not say. */
export type KnownRotation = Rotation | 'cannotSay';

/** Anaplan's word for it, in brackets behind a sentence; nothing while it is not known. */
export const rotationWords = (known: KnownRotation | undefined): string =>
	({rotatable: ' (rotatable)', nonRotatable: ' (non-rotatable)', cannotSay: ''})[
		known ?? 'cannotSay'
	];

/** What Anaplan calls the client's refresh tokens, asked for until a refresh shows it. */
export const rotationQuestion =
	'Are this client’s refresh tokens rotatable? Anaplan says so at the client, under Administration › Security › OAuth Clients. The first refresh shows it by itself.';
