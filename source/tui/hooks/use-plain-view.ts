import {useApp, useStdin, useStdout} from 'ink';
import {useState} from 'react';

/** How a person left the plain view; what was pasted meanwhile is kept. */
export type PlainViewEnd = {readonly kind: 'return' | 'leave'; readonly pasted: string};

/**
 * Shows a text on the normal screen as one unbroken line, which the terminal wraps itself: it can be
 * selected and copied whole, unlike anything that Ink draws. Ends with Enter or Ctrl+C.
 */
export function usePlainView(
	onEnd: (end: PlainViewEnd) => void,
): (title: string, text: string) => void {
	const {suspendTerminal} = useApp();
	const {stdin} = useStdin();
	const {stdout} = useStdout();
	const [failure, setFailure] = useState<{readonly error: unknown}>();
	if (failure) {
		throw failure.error;
	}

	const show = async (title: string, text: string): Promise<PlainViewEnd> => {
		const terminal = stdin as Partial<NodeJS.ReadStream> & NodeJS.ReadableStream;
		// Ink has let go of the terminal; without this nothing would keep the process alive, and
		// after pause() nothing would be read again.
		terminal.ref?.();
		// Without an echo: an address that is pasted here already must not stay in the scrollback.
		terminal.setRawMode?.(true);
		try {
			stdout.write(`\n${title}\n\n${text}\n\nPress Enter to return. `);
			return await ended(terminal);
		} finally {
			terminal.setRawMode?.(false);
		}
	};

	return (title, text) => {
		let end: PlainViewEnd | undefined;
		suspendTerminal(async () => {
			end = await show(title, text);
		}).then(
			() => end && onEnd(end),
			(error: unknown) => setFailure({error}),
		);
	};
}

async function ended(stdin: NodeJS.ReadableStream): Promise<PlainViewEnd> {
	return new Promise(resolve => {
		let pasted = '';
		const look = () => {
			for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
				const text = String(chunk);
				const isLeaving = text.includes('\u0003');
				pasted += text;
				if (isLeaving || /[\r\n]\s*$/.test(text)) {
					stdin.off('readable', look);
					resolve({kind: isLeaving ? 'leave' : 'return', pasted: pasted.trim()});
					return;
				}
			}
		};

		stdin.on('readable', look);
	});
}
