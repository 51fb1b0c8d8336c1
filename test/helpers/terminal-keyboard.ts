import {Readable} from 'node:stream';

/** A terminal's standard input. */
export class TerminalKeyboard extends Readable {
	readonly isTTY = true;
	readonly #onRaw: (isRaw: boolean) => void;

	constructor(onRaw: (isRaw: boolean) => void) {
		super({objectMode: true});
		this.#onRaw = onRaw;
	}

	override _read(): void {}

	override setEncoding(): this {
		return this;
	}

	setRawMode(isRaw: boolean): this {
		this.#onRaw(isRaw);
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}
}
