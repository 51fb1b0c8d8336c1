import {Readable} from 'node:stream';
import {expect, test} from 'vitest';
import {createTerminalInput} from '../../source/adapters/terminal-input.ts';

const start = '\u001B[200~';
const end = '\u001B[201~';

function open() {
	const calls: string[] = [];
	const terminal = Object.assign(new Readable({read() {}}), {
		isTTY: true,
		setRawMode: (isRaw: boolean) => calls.push(`raw ${isRaw}`),
		ref: () => calls.push('ref'),
		unref: () => calls.push('unref'),
	});
	const timers = new Map<object, {readonly callback: () => void; readonly ms: number}>();
	const input = createTerminalInput(terminal as unknown as NodeJS.ReadStream, (callback, ms) => {
		const key = {};
		timers.set(key, {callback, ms});
		return () => timers.delete(key);
	});
	const chunks: string[] = [];
	input.on('readable', () => {
		for (let chunk = input.read(); chunk !== null; chunk = input.read()) {
			chunks.push(String(chunk));
		}
	});
	const settled = async () =>
		new Promise<void>(resolve => {
			setImmediate(() => setImmediate(resolve));
		});
	return {
		input,
		calls,
		async send(...sent: readonly string[]) {
			for (const chunk of sent) {
				terminal.push(chunk);
				await settled();
			}

			return chunks.join('');
		},
		/** Lets the time of the pending timer pass. */
		async silence() {
			const pending = [...timers.values()];
			timers.clear();
			for (const {callback} of pending) {
				callback();
			}

			await settled();
			return {text: chunks.join(''), waited: pending.map(({ms}) => ms)};
		},
	};
}

test('keys and complete pastes pass as they are', async () => {
	const {send, silence} = open();
	const typed = `a\r\u001B[A${start}pasted\rtext${end}b\u001B`;
	expect(await send(typed)).toBe(typed);
	expect((await silence()).waited).toEqual([]);
});

test('marks may be cut anywhere', async () => {
	const whole = `x${start}pasted${end}y`;
	for (let cut = 1; cut < whole.length; cut++) {
		const {send, silence} = open();
		expect(await send(whole.slice(0, cut), whole.slice(cut))).toBe(whole);
		expect((await silence()).text).toBe(whole);
	}
});

test('a paste that goes silent gets its end mark after 400 ms', async () => {
	const {send, silence} = open();
	await send(`${start}pasted`);
	expect(await silence()).toEqual({text: `${start}pasted${end}`, waited: [400]});
	expect(await send('q')).toBe(`${start}pasted${end}q`);
});

test('an end mark that comes late is not seen', async () => {
	const {send, silence} = open();
	await send(`${start}pasted`);
	await silence();
	expect(await send(`${end}q`)).toBe(`${start}pasted${end}q`);
});

test('an end mark that comes late in two pieces is left for Ink, which knows it', async () => {
	const {send, silence} = open();
	await send(`${start}pasted`);
	await silence();
	expect(await send('\u001B', '[201~q')).toBe(`${start}pasted${end}${end}q`);
});

test('the rest of a paste that stalled is a paste, too', async () => {
	const {send, silence} = open();
	await send(`${start}first`);
	await silence();
	const rest = 'l'.repeat(40);
	expect(await send(rest, `${rest}${end}q`)).toBe(
		`${start}first${end}${start}${rest}${rest}${end}q`,
	);
	const short = open();
	await short.send(`${start}first`);
	await short.silence();
	expect(await short.send(`rest${end}q`)).toBe(`${start}first${end}${start}rest${end}q`);
});

test('Ctrl+C ends an open paste and gets through', async () => {
	const {send} = open();
	expect(await send(`${start}pasted`, '\u0003')).toBe(`${start}pasted${end}\u0003`);
});

test('a lone Escape does so too, once it is clear that no mark follows', async () => {
	const {send, silence} = open();
	expect(await send(`${start}pasted`, '\u001B')).toBe(`${start}pasted`);
	expect((await silence()).text).toBe(`${start}pasted${end}\u001B`);
	const cut = open();
	expect(await cut.send(`${start}pasted`, '\u001B', '[201~q')).toBe(`${start}pasted${end}q`);
});

test('a paste that begins within another ends the first', async () => {
	const {send} = open();
	expect(await send(`${start}first${start}second${end}`)).toBe(
		`${start}first${end}${start}second${end}`,
	);
});

test('a paste without end is cut at a mebibyte', async () => {
	const {send, silence} = open();
	await send(start, ...Array.from({length: 40}, () => 'x'.repeat(40_000)));
	const {text} = await silence();
	expect(text.length).toBe(1024 * 1024 + start.length + end.length);
	expect(text.endsWith(end)).toBe(true);
});

test('raw mode and the hold on the process are those of the terminal', () => {
	const {input, calls} = open();
	input.setRawMode(true);
	input.ref();
	input.unref();
	input.setRawMode(false);
	expect(calls).toEqual(['raw true', 'ref', 'unref', 'raw false']);
	expect(input.isTTY).toBe(true);
});
