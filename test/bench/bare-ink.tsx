import {Box, render, Text, useInput} from 'ink';
import {type ReactNode, useState} from 'react';

const numbers = Array.from({length: 23}, (_, number) => number);

function Lines(): ReactNode {
	const [first, setFirst] = useState(0);
	useInput(() => setFirst(number => number + 1));
	return (
		<Box flexDirection="column">
			{numbers.map(number => (
				<Text key={number} wrap="truncate">{`line ${first + number}`}</Text>
			))}
		</Box>
	);
}

/** Lines of text that scroll by one with each key, with nothing of ours around them; returns how to end. */
export function showLines({
	stdin,
	stdout,
}: {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
}): () => void {
	const {unmount} = render(<Lines />, {
		stdin,
		stdout,
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
	});
	return () => unmount();
}
