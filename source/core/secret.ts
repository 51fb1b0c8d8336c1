/** What a secret is; the label is all that is ever printed of it. */
export type SecretKind =
	| 'access token'
	| 'refresh token'
	| 'ID token'
	| 'device code'
	| 'authorization code'
	| 'client secret'
	| 'callback address'
	| 'store key'
	| 'proxy address'
	| 'reply body';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that cannot be printed by accident: string conversion, JSON, `util.inspect`, spreading and
 * structured cloning show a label such as `[access token]`. Only `reveal()` gives the text; it is
 * called where a request is written to a socket, a token to a file, or a token handed to its owner.
 */
export class Secret {
	readonly kind: SecretKind;
	readonly #value: string;

	constructor(kind: SecretKind, value: string) {
		this.kind = kind;
		this.#value = value;
	}

	reveal(): string {
		return this.#value;
	}

	get length(): number {
		return this.#value.length;
	}

	equals(other: Secret): boolean {
		return this.#value === other.#value;
	}

	toString(): string {
		return `[${this.kind}]`;
	}

	toJSON(): string {
		return this.toString();
	}

	[inspectCustom](): string {
		return this.toString();
	}
}
