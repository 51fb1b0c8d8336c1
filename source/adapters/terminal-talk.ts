import process from 'node:process';
import {createLineKeys} from '../core/line-keys.ts';
import type {Question, Talk} from '../session/ports.ts';
import {afterSilence} from './after-silence.ts';
import {beforeDeath, endingSignals} from './ending-signals.ts';
import {ownJob} from './own-job.ts';

type Terminal = Pick<
	NodeJS.ReadStream,
	'setRawMode' | 'setEncoding' | 'on' | 'off' | 'pause' | 'resume' | 'unref'
>;

type Open = {
	readonly question: Question;
	readonly answer: (line: string | undefined) => void;
};

/** A talk on a terminal; `end` gives it back as it was. */
export type TerminalTalk = Talk & {readonly end: () => void};

/** The pieces of a paste follow each other faster. */
const pauseMs = 100;

/**
 * Talks with a person on a terminal by writing text and line ends only, so that a screen reader, a
 * Braille display or a printer follows. Lines are read in raw mode, because the line discipline cuts
 * them at 4,095 characters (1,024 on macOS) and echoes secrets; but for `shown`, where the terminal's own
 * editing and echo are what people know. What is typed ahead waits for its question; a paste answers the
 * question that was open when it came, or none. When this process goes on after a stop, its question is put
 * again, and what was begun is forgotten. `leave` is called for Ctrl+C and at the end of the input.
 */
export function createTerminalTalk(
	terminal: Terminal,
	write: (text: string) => void,
	leave: () => void,
): TerminalTalk {
	const ahead: string[] = [];
	let open: Open | undefined;
	let isPromptStale = false;
	let isRaw = false;
	/** Set while a paste comes in; stops the wait for its end. */
	let stopWait: (() => void) | undefined;
	let afterPaste = () => {};

	const setRaw = (wanted: boolean) => {
		if (isRaw !== wanted) {
			isRaw = wanted;
			terminal.setRawMode(wanted);
		}
	};

	const prompt = () => {
		isPromptStale = false;
		if (open) {
			write(`${open.question.prompt} `);
		}
	};

	const close = (line: string | undefined) => {
		const closed = open;
		open = undefined;
		setRaw(true);
		closed?.answer(line);
	};

	const keys = createLineKeys({
		line(text, came) {
			if (open === undefined) {
				if (came === 'typed') {
					ahead.push(text);
				}

				return;
			}

			// With its own echo the terminal has gone to the next line already.
			if (open.question.typed !== 'shown') {
				write('\n');
			}

			close(text);
		},
		typed(character) {
			if (open?.question.typed === 'choice') {
				write(character);
			}
		},
		leave,
	});

	const settle = () => {
		stopWait = undefined;
		keys.settled();
		if (open === undefined) {
			keys.forget();
		} else {
			setRaw(open.question.typed !== 'shown');
		}

		afterPaste();
	};

	const receive = (chunk: string) => {
		if (keys.receive(chunk) === 'keys') {
			return;
		}

		// The line discipline would cut and echo the rest of it.
		setRaw(true);
		stopWait?.();
		stopWait = afterSilence(settle, pauseMs);
	};

	/** The shell has had the terminal, and left it with an echo, which Node would not notice. */
	const takeBack = () => {
		if (isRaw) {
			setRaw(false);
			setRaw(true);
		}

		keys.forget();
		prompt();
	};

	const end = () => {
		stopWait?.();
		stopWaitingForDeath();
		stopWaitingForShell?.();
		process.off('SIGINT', leave);
		terminal.off('data', receive);
		terminal.off('end', leave);
		setRaw(false);
		terminal.pause();
		terminal.unref();
	};

	const stopWaitingForDeath = beforeDeath(
		end,
		endingSignals.filter(signal => signal !== 'SIGINT'),
	);
	const stopWaitingForShell = ownJob()?.onContinued(takeBack);
	// Ctrl+C while the terminal does the editing.
	process.on('SIGINT', leave);
	setRaw(true);
	terminal.setEncoding('utf8');
	terminal.on('data', receive);
	terminal.on('end', leave);
	terminal.resume();

	return {
		say(text) {
			if (open === undefined || isPromptStale) {
				write(`${text}\n`);
				return;
			}

			// Several things may be said in one go; the question comes back after the last.
			isPromptStale = true;
			write(`\n${text}\n`);
			setImmediate(() => {
				if (isPromptStale) {
					prompt();
				}
			});
		},
		async ask(question, over) {
			// What is left of a paste was meant for what was asked before.
			if (stopWait !== undefined) {
				await new Promise<void>(resolve => {
					afterPaste = resolve;
				});
			}

			if (over.aborted) {
				return undefined;
			}

			const line = ahead.shift();
			if (line !== undefined) {
				write(`${question.prompt}\n`);
				return line;
			}

			return new Promise(resolve => {
				const giveUp = () => {
					if (!isPromptStale) {
						write('\n');
					}

					keys.forget();
					close(undefined);
				};

				open = {
					question,
					answer(text) {
						isPromptStale = false;
						over.removeEventListener('abort', giveUp);
						resolve(text);
					},
				};
				over.addEventListener('abort', giveUp, {once: true});
				setRaw(question.typed !== 'shown');
				prompt();
			});
		},
		forgetAhead() {
			ahead.length = 0;
			keys.forget();
		},
		end,
	};
}
