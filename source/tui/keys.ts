/** What can be pressed: a name such as `enter`, `shift+tab`, `ctrl+u`, `alt+b`, or one character. */
export type KeyName = string;

/** A row of a key table: what a key does, and how the footer and the help call it. */
export type Binding = {
	readonly keys: readonly KeyName[];
	/** How the footer writes the key, such as `Enter` or `↑↓`. */
	readonly label: string;
	/** What it does, in a word or two; a binding without one is not in the footer. */
	readonly hint?: string;
	/** A shorter hint for a narrow window. */
	readonly short?: string;
	/** What it does, in a sentence, for the help. */
	readonly about?: string;
	/** Its hint is the last to be left out where there is no room. */
	readonly isMain?: boolean;
	readonly run: () => void;
};

export type KeyTable = readonly Binding[];

/** Where typed and pasted text goes while a screen takes text; letters are no keys then. */
export type TextInput = {
	readonly type: (text: string) => void;
	readonly paste: (text: string) => void;
	/** Whether line breaks within a chunk are text, or presses of Enter. */
	readonly lineBreaks: 'text' | 'enter';
	/** Asked at each character, for a key may have opened or closed the field in the same chunk; absent: always. */
	readonly isOpen?: () => boolean;
};

export const bindingFor = (table: KeyTable, key: KeyName): Binding | undefined =>
	table.find(({keys}) => keys.includes(key));
