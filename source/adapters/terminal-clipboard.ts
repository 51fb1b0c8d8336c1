import process from 'node:process';
import type {TerminalClipboard} from '../session/ports.ts';

type Options = {
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly output?: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
};

// Terminals cut or ignore longer ones; a URL of ours has some hundred characters.
const mostBytes = 8192;

/**
 * Asks the terminal to put text on the clipboard of the computer that shows it (OSC 52). It works
 * over SSH. tmux and screen pass it on inside an envelope of their own,
 * screen one of at most 768 bytes, so that it gets several.
 */
export function createTerminalClipboard({
	env = process.env,
	output = process.stdout,
}: Options = {}): TerminalClipboard {
	return {
		write(text) {
			const bytes = Buffer.from(text);
			if (!output.isTTY || env['TERM'] === 'dumb' || bytes.length > mostBytes) {
				return false;
			}

			// One write, so that nothing that is drawn comes in between.
			output.write(enveloped(`\u001B]52;c;${bytes.toString('base64')}\u0007`, env));
			return true;
		},
	};
}

function enveloped(sequence: string, env: NonNullable<Options['env']>): string {
	if (env['TMUX']) {
		// The envelope needs allow-passthrough, the bare sequence set-clipboard; each drops the other.
		return `\u001BPtmux;${sequence.replaceAll('\u001B', '\u001B\u001B')}\u001B\\${sequence}`;
	}

	return env['STY'] ? sequence.replace(/.{1,700}/gs, piece => `\u001BP${piece}\u001B\\`) : sequence;
}
