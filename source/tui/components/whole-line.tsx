import {Text, Transform} from 'ink';
import type {ReactNode} from 'react';

/** The end of a link, where there is none: terminals do nothing for it. */
const emptyLink = '\u001B]8;id=0;\u0007';

/**
 * A text that makes Ink write its row whole whenever something in it changes. Otherwise Ink begins
 * at the change, in a column that it reckons by its own idea of how wide an emoji is; where the
 * terminal has another one, that is the wrong place. Ink takes no such risk with a row with a link.
 */
export const WholeLine = ({children}: {readonly children: string}): ReactNode => (
	<Transform transform={line => emptyLink + line}>
		<Text>{children}</Text>
	</Transform>
);
