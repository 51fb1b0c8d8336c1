import {useApp, useStdin, useStdout} from 'ink';
import {useState} from 'react';

/**
 * Shows a text on the normal screen as one unbroken line, which the terminal wraps itself: it can be
 * selected and copied whole, unlike anything that Ink draws. Returns after Enter.
 */
export function usePlainView(): (title: string, text: string) => void {
	const {suspendTerminal} = useApp();
	const {stdin} = useStdin();
	const {stdout} = useStdout();
	const [failure, setFailure] = useState<{readonly error: unknown}>();
	if (failure) {
		throw failure.error;
	}

	return (title, text) => {
		suspendTerminal(async () => {
			// Ink has let go of the terminal; without this nothing would keep the process alive, and
			// after pause() nothing would be read again.
			(stdin as Partial<NodeJS.ReadStream>).ref?.();
			stdout.write(`\n${title}\n\n${text}\n\nPress Enter to return. `);
			await enterPressed(stdin);
		}).catch((error: unknown) => setFailure({error}));
	};
}

async function enterPressed(stdin: NodeJS.ReadableStream): Promise<void> {
	return new Promise(resolve => {
		const look = () => {
			for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
				if (/[\r\n]/.test(String(chunk))) {
					stdin.off('readable', look);
					resolve();
					return;
				}
			}
		};

		stdin.on('readable', look);
	});
}
