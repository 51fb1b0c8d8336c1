import {useApp, useStdin, useStdout} from 'ink';
import {useEffect, useRef, useState} from 'react';
import {useSurroundings} from '../surroundings.ts';

/** How a person left the plain view, and all that the terminal sent meanwhile: keys, and what was pasted. */
export type PlainViewEnd = {readonly kind: 'return' | 'leave'; readonly received: string};

/**
 * Shows a text on the normal screen as one unbroken line, which the terminal wraps itself: it can be
 * selected and copied whole, unlike anything that Ink draws. Ends with Enter, Esc or Ctrl+C, and by itself
 * when the screen that opened it has gone, because what it was for has happened.
 */
export function usePlainView(
	onEnd: (end: PlainViewEnd) => void,
): (title: string, text: string) => void {
	const {job} = useSurroundings();
	const {suspendTerminal} = useApp();
	const {stdin} = useStdin();
	const {stdout} = useStdout();
	const [failure, setFailure] = useState<{readonly error: unknown}>();
	if (failure) {
		throw failure.error;
	}

	const gone = useRef(new AbortController());
	useEffect(() => {
		const screen = new AbortController();
		gone.current = screen;
		return () => screen.abort();
	}, []);

	const show = async (title: string, text: string): Promise<PlainViewEnd | undefined> => {
		const terminal = stdin as Partial<NodeJS.ReadStream> & NodeJS.ReadableStream;
		// Ink has let go of the terminal; without this nothing would keep the process alive, and
		// after pause() nothing would be read again.
		terminal.ref?.();
		const begin = () => {
			// Without an echo: an address that is pasted here already must not stay in the scrollback.
			terminal.setRawMode?.(true);
			stdout.write(`\n${title}\n\n${text}\n\nPress Enter or Esc to return. `);
		};

		const stopListening = job?.onContinued(() => {
			// The shell has had the terminal meanwhile, which Node would not notice.
			terminal.setRawMode?.(false);
			begin();
		});
		try {
			begin();
			return await ended(terminal, gone.current.signal);
		} finally {
			stopListening?.();
			// What the shell prints here later begins on a line of its own.
			stdout.write('\r\n');
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

async function ended(
	stdin: NodeJS.ReadableStream,
	gone: AbortSignal,
): Promise<PlainViewEnd | undefined> {
	return new Promise(resolve => {
		let received = '';
		const end = (kind?: PlainViewEnd['kind']) => {
			stdin.off('readable', look);
			gone.removeEventListener('abort', leave);
			resolve(kind && {kind, received});
		};

		const leave = () => end();
		const look = () => {
			for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
				const text = String(chunk);
				const isLeaving = text.includes('\u0003');
				received += text;
				// Enter, or an Escape with which no other key begins.
				if (isLeaving || /[\r\n]\s*$/.test(text) || text.endsWith('\u001B')) {
					end(isLeaving ? 'leave' : 'return');
					return;
				}
			}
		};

		gone.addEventListener('abort', leave);
		stdin.on('readable', look);
		if (gone.aborted) {
			leave();
		}
	});
}
