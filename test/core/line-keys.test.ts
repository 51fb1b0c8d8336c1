import {expect, test} from 'vitest';
import {createLineKeys} from '../../source/core/line-keys.ts';

function typing() {
	const heard: string[] = [];
	const keys = createLineKeys({
		line: (text, came) => heard.push(`${came} ${text}`),
		typed: character => heard.push(`echo ${character}`),
		leave: () => heard.push('leave'),
	});
	return {heard, ...keys};
}

/** Nothing comes for a while. */
const pause = '…';

test.each([
	['Enter ends a line', ['a', 'b', '\r'], ['echo a', 'echo b', 'typed ab']],
	['a later line feed is another Enter', ['\r', '\n'], ['typed ', 'typed ']],
	['empty lines are lines', ['\r', '\r\n'], ['typed ', 'typed ']],
	['Enter ends what was pasted without one', ['abc', pause, '\r'], ['typed abc']],
	['a paste is one line, whichever ends it has within', ['ab\r\ncd\nef\r'], ['pasted ab\ncd\nef']],
	['the pieces of a paste are one line', ['ab\rc', 'd\r', 'e', '\r'], ['pasted ab\ncd\ne']],
	[
		'a paste that does not end with an Enter waits for one',
		['ab\rcd', pause, 'e', '\r', 'f'],
		['echo e', 'typed ab\ncde', 'echo f'],
	],
	['Backspace takes one back, of whatever width', ['aé👍', '\x7F', '\b', pause, '\r'], ['typed a']],
	[
		'Ctrl+W takes a word back, Ctrl+U the line',
		['a bc', '\x17', 'd\r', pause, 'xy\rz\x15\r'],
		['pasted a d', 'pasted '],
	],
	['arrows mean nothing', ['ab\x1B[D', '\x1BOA', '\x1B[1;5C', pause, '\r'], ['typed ab']],
	['the marks of a paste mean nothing', ['\x1B[200~one\rtwo\x1B[201~\r'], ['pasted one\ntwo']],
	[
		'a mark that is cut means nothing',
		['\x1B[20', '0~one', '\x1B', '[201~\r'],
		['pasted one[201~'],
	],
	['Escape alone means nothing', ['\x1B', '1', '\r'], ['echo 1', 'typed 1']],
	['Ctrl+C leaves, within a line too', ['ab\x03'], ['leave']],
	['Ctrl+D leaves an empty line only', ['a', '\x04', '\r', '\x04'], ['echo a', 'typed a', 'leave']],
	['other controls mean nothing', ['a\x00\x07\tb\r'], ['pasted ab']],
])('%s', (_title, chunks, heard) => {
	const keys = typing();
	for (const chunk of [...chunks, pause]) {
		if (chunk === pause) {
			keys.settled();
		} else {
			keys.receive(chunk);
		}
	}

	expect(keys.heard).toEqual(heard);
});

test('a line that was begun can be forgotten', () => {
	const keys = typing();
	keys.receive('abc');
	keys.forget();
	keys.receive('d\r');
	keys.settled();
	expect(keys.heard).toEqual(['pasted d']);
});

test('a long line is read whole', () => {
	const keys = typing();
	keys.receive(`${'x'.repeat(60_000)}\r`);
	keys.settled();
	expect(keys.heard[0]).toHaveLength(60_007);
});
