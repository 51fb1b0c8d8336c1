import {expect, test} from 'vitest';
import {createLineKeys} from '../../source/core/line-keys.ts';

function typing() {
	const heard: string[] = [];
	const keys = createLineKeys({
		line: text => heard.push(`line ${text}`),
		typed: character => heard.push(`echo ${character}`),
		leave: () => heard.push('leave'),
	});
	return {heard, ...keys};
}

test.each([
	['Enter ends a line', ['a', 'b', '\r'], ['echo a', 'echo b', 'line ab']],
	['a line feed does too, and both together end one', ['ab\r\ncd\n'], ['line ab', 'line cd']],
	['a later line feed is another Enter', ['a\r', '\n'], ['line a', 'line ']],
	['a paste is no echo', ['abc', '\r'], ['line abc']],
	['empty lines are lines', ['\r', '\r'], ['line ', 'line ']],
	['Backspace takes one back, of whatever width', ['aé👍', '\x7F', '\b', '\r'], ['line a']],
	[
		'Ctrl+W takes a word back, Ctrl+U the line',
		['a bc', '\x17', 'd\r', 'xyz\x15\r'],
		['line a d', 'line '],
	],
	['arrows mean nothing', ['ab\x1B[D', '\x1BOA', '\x1B[1;5C', '\r'], ['line ab']],
	['the marks of a paste mean nothing', ['\x1B[200~one\rtwo\x1B[201~\r'], ['line one', 'line two']],
	['a mark that is cut means nothing', ['\x1B[20', '0~one', '\x1B', '[201~\r'], ['line one[201~']],
	['Escape alone means nothing', ['\x1B', '1', '\r'], ['echo 1', 'line 1']],
	['Ctrl+C leaves, within a line too', ['ab\x03'], ['leave']],
	['Ctrl+D leaves an empty line only', ['a\x04', '\r', '\x04'], ['line a', 'leave']],
	['other controls mean nothing', ['a\x00\x07\tb\r'], ['line ab']],
])('%s', (_title, chunks, heard) => {
	const keys = typing();
	for (const chunk of chunks) {
		keys.receive(chunk);
	}

	expect(keys.heard).toEqual(heard);
});

test('a line that was begun can be forgotten', () => {
	const keys = typing();
	keys.receive('abc');
	keys.forget();
	keys.receive('d\r');
	expect(keys.heard).toEqual(['line d']);
});

test('a long line is read whole', () => {
	const keys = typing();
	keys.receive(`${'x'.repeat(60_000)}\r`);
	expect(keys.heard[0]).toHaveLength(60_005);
});
