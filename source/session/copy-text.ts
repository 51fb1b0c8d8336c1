import {type Result, success} from '../core/result.ts';
import type {Clipboard, TerminalClipboard} from './ports.ts';

type Clipboards = {readonly clipboard: Clipboard; readonly terminalClipboard: TerminalClipboard};

/**
 * Puts a text that is no secret on a clipboard: the system's, else the terminal's, which takes what
 * the system's does not, but never says whether it did. Gives the way it went, or `no_clipboard`.
 */
export async function copyText(
	text: string,
	{clipboard, terminalClipboard}: Clipboards,
): Promise<Result<'system' | 'terminal'>> {
	const written = await clipboard.write(text);
	if (written.ok) {
		return success('system');
	}

	return terminalClipboard.write(text) ? success('terminal') : written;
}
