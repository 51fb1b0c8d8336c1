import type {WriteStream} from 'node:tty';
import isUnicodeSupported from 'is-unicode-supported';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a terminal can show, and what the person wants to see of it. */
export type TerminalTraits = {
	readonly color: 'wanted' | 'unwanted';
	readonly characters: 'unicode' | 'ascii';
	/** `lines`: one after the other, for screen readers and terminals that cannot move their cursor. */
	readonly face: 'screens' | 'lines';
};

/**
 * Reads what the environment says of the terminal.
 * Colours: FORCE_COLOR wins over NO_COLOR and NODE_DISABLE_COLORS, as in Node.js, which is asked.
 * Characters: the locale, and the consoles that are known to lack our signs.
 * Face: ACCESSIBLE with any value but 0 and false, Ink's INK_SCREEN_READER=true, or TERM=dumb.
 * Sources: no-color.org, force-color.org, Node.js `tty.WriteStream.getColorDepth`.
 */
export function terminalTraits(
	env: Environment,
	platform: NodeJS.Platform,
	terminal: Partial<Pick<WriteStream, 'getColorDepth'>>,
): TerminalTraits {
	return {
		color: wantsColor(env, terminal) ? 'wanted' : 'unwanted',
		characters: showsUnicode(env, platform) ? 'unicode' : 'ascii',
		face: wantsLines(env) ? 'lines' : 'screens',
	};
}

function wantsColor(env: Environment, {getColorDepth}: Parameters<typeof terminalTraits>[2]) {
	const {NO_COLOR, NODE_DISABLE_COLORS, CI: _, ...rest} = env;
	const isForced = env['FORCE_COLOR'] !== undefined;
	// Node.js 20 takes an empty variable for one that is set, and warns on stderr, into the screens,
	// where one of them meets FORCE_COLOR.
	const unwanted = !isForced && Boolean(NO_COLOR || NODE_DISABLE_COLORS);
	return !unwanted && (getColorDepth?.(rest) ?? 1) > 1;
}

/** The first of these that is set decides, as the C library has it; without any the locale is C. */
function showsUnicode(env: Environment, platform: NodeJS.Platform): boolean {
	const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
	// Windows has no such variables, and macOS is UTF-8 wherever they are missing.
	const isUtf8 =
		locale === undefined || locale === ''
			? platform === 'win32' || platform === 'darwin'
			: platform === 'win32' || /utf-?8/i.test(locale);
	return isUtf8 && isUnicodeSupported();
}

const wantsLines = (env: Environment): boolean =>
	!['', '0', 'false', undefined].includes(env['ACCESSIBLE']?.toLowerCase()) ||
	env['INK_SCREEN_READER'] === 'true' ||
	env['TERM'] === 'dumb';
