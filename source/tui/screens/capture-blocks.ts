import {captureWords} from '../../core/sign-in/capture-words.ts';
import type {Capture} from '../../core/sign-in/flow.ts';
import {paragraph} from '../components/rows.tsx';
import type {Block} from '../layout.ts';
import {optionalBlock} from '../layout.ts';

/** How the address may come back by itself, a line for each way. */
export const captureBlocks = (
	capture: Capture,
	width: number,
	keys: 'keys' | 'noKeys',
): readonly Block[] =>
	captureWords(capture, keys).map(text =>
		optionalBlock(5, paragraph(text, width, {}, {text: '∙  '})),
	);
