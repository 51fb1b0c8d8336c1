/**
 * The error that stands for one thrown by a screen. It tells the kind and the place, and nothing of
 * the original's message, which may quote anything.
 */
export function screenFailure(error: unknown): Error {
	const kind = error instanceof Error ? error.constructor.name : typeof error;
	const failure = new Error(`A screen could not be drawn (${kind}).`);
	failure.name = 'ScreenFailure';
	const frames = error instanceof Error ? stackFrames(error) : [];
	failure.stack = [`${failure.name}: ${failure.message}`, ...frames].join('\n');
	return failure;
}

// A message may have lines that look like frames; those stand above the first real one.
const stackFrames = (error: Error): readonly string[] =>
	(error.stack ?? '')
		.replace(`${error.name}: ${error.message}`, '')
		.replace(error.message, '')
		.split('\n')
		.filter(line =>
			/^\s+at [\w.<>[\] ]*\(?(?:file:\/\/|node:|\/|[A-Z]:\\).*:\d+:\d+\)?$/.test(line),
		);
