import {expect, test} from 'vitest';
import {createTerminalClipboard} from '../../source/adapters/terminal-clipboard.ts';

const text = 'https://us1a.app.anaplan.com/auth/prelogin?state=ü';
const sequence = `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;

/** What goes to a terminal, write by write. */
function terminal(env: Record<string, string>, isTTY = true) {
	const writes: string[] = [];
	const output = {
		isTTY,
		write(data: string | Uint8Array) {
			writes.push(String(data));
			return true;
		},
	};
	return {clipboard: createTerminalClipboard({env, output}), writes};
}

test('a text goes to the terminal in one write', () => {
	const {clipboard, writes} = terminal({TERM: 'xterm-256color'});
	expect(clipboard.write(text)).toBe(true);
	expect(writes).toEqual([sequence]);
});

test('tmux gets an envelope with every escape doubled, and the bare sequence, for it takes one or the other', () => {
	const {clipboard, writes} = terminal({TERM: 'tmux-256color', TMUX: '/tmp/tmux-0/default,1,0'});
	expect(clipboard.write(text)).toBe(true);
	expect(writes).toEqual([`\u001BPtmux;\u001B${sequence}\u001B\\${sequence}`]);
});

test('screen gets an envelope of its own, in pieces that it takes', () => {
	const long = 'x'.repeat(3000);
	const {clipboard, writes} = terminal({TERM: 'screen', STY: '1.pts-0.host'});
	expect(clipboard.write(long)).toBe(true);
	expect(writes).toHaveLength(1);
	const pieces = (writes[0] ?? '')
		.split('\u001B\\')
		.filter(Boolean)
		.map(piece => {
			expect(piece.startsWith('\u001BP')).toBe(true);
			return piece.slice(2);
		});
	expect(pieces.join('')).toBe(`\u001B]52;c;${Buffer.from(long).toString('base64')}\u0007`);
	expect(Math.max(...pieces.map(({length}) => length))).toBeLessThanOrEqual(760);
});

test('controls in a text never reach the terminal as such', () => {
	const {clipboard, writes} = terminal({});
	expect(clipboard.write('\u0007\u001B]0;title\u0007')).toBe(true);
	expect(writes[0]?.slice(7, -1)).toMatch(/^[\w+/=]+$/);
});

test.each<[string, Record<string, string>, boolean, string]>([
	['there is no terminal', {}, false, text],
	['the terminal is a dumb one', {TERM: 'dumb'}, true, text],
	['the text is longer than terminals take', {}, true, 'x'.repeat(8193)],
])('nothing is written when %s', (_, env, isTTY, what) => {
	const {clipboard, writes} = terminal(env, isTTY);
	expect(clipboard.write(what)).toBe(false);
	expect(writes).toEqual([]);
});
