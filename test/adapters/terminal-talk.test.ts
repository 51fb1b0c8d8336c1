import {EventEmitter, once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {afterEach, expect, onTestFinished, test} from 'vitest';
import {createTerminalTalk, type TerminalTalk} from '../../source/adapters/terminal-talk.ts';
import {eventually} from '../helpers/eventually.ts';

let talk: TerminalTalk | undefined;
afterEach(() => talk?.end());

/** A terminal whose keys the test presses; `modes` says when it was raw. */
function open() {
	const modes: boolean[] = [];
	const left: string[] = [];
	const keys = new EventEmitter();
	const terminal = Object.assign(keys, {
		setRawMode(isRaw: boolean) {
			modes.push(isRaw);
		},
		setEncoding() {},
		pause() {},
		resume() {},
		unref() {},
	}) as unknown as NodeJS.ReadStream;
	let written = '';
	const opened = createTerminalTalk(
		terminal,
		text => {
			written += text;
		},
		() => left.push('left'),
	);
	talk = opened;
	return {
		talk: opened,
		modes,
		left,
		type: (text: string) => keys.emit('data', text),
		end: () => keys.emit('end'),
		written: () => written,
	};
}

const never = new AbortController().signal;
const turn = async () => new Promise(resolve => setImmediate(resolve));

test('a hidden answer is read raw and nothing of it is written', async () => {
	const {talk, type, written, modes} = open();
	const answer = talk.ask({prompt: 'Secret:', typed: 'hidden'}, never);
	type('s');
	type('ecret');
	type('\r');
	expect(await answer).toBe('secret');
	expect(written()).toBe('Secret: \n');
	expect(modes).toEqual([true]);
});

test('a choice is echoed as it is typed, and what is pasted is not', async () => {
	const {talk, type, written} = open();
	const answer = talk.ask({prompt: 'Choose:', typed: 'choice'}, never);
	type('1');
	type('pasted');
	type('\r');
	expect(await answer).toBe('1pasted');
	expect(written()).toBe('Choose: 1\n');
});

test('all lines of a paste are one answer, however many pieces it comes in', async () => {
	const {talk, type, written} = open();
	const first = talk.ask({prompt: 'Choose:', typed: 'choice'}, never);
	type('notes\r9\r1');
	type('\rrest\r');
	expect(await first).toBe('notes\n9\n1\nrest');
	expect(written()).toBe('Choose: \n');
});

test('a paste that came before a question answers it neither whole nor in part', async () => {
	const {talk, type, written} = open();
	type('9\r9');
	const answer = talk.ask({prompt: 'Choose:', typed: 'choice'}, never);
	type('9\r9');
	expect(written()).toBe('');
	await eventually(written).toBe('Choose: ');
	type('2');
	type('\r');
	expect(await answer).toBe('2');
});

test('a paste that began before its question was over answers no other one', async () => {
	const {talk, type, written} = open();
	const over = new AbortController();
	const answer = talk.ask({prompt: 'Paste:', typed: 'hidden'}, over.signal);
	type('half\r');
	over.abort();
	expect(await answer).toBeUndefined();
	const next = talk.ask({prompt: 'Choose:', typed: 'choice'}, never);
	type('9\r');
	await eventually(written).toMatch(/Choose: $/);
	type('2\r');
	expect(await next).toBe('2');
});

test('what waits to be read in a process that was not scheduled for a while belongs to the paste before it', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const [[ours], theirs] = (await Promise.all([
		once(server, 'connection'),
		connected((server.address() as AddressInfo).port),
	])) as [[Socket], Socket];
	onTestFinished(() => {
		theirs.destroy();
		ours.destroy();
		server.close();
	});
	const keys = Object.assign(ours, {setRawMode() {}}) as unknown as NodeJS.ReadStream;
	const opened = createTerminalTalk(
		keys,
		() => undefined,
		() => undefined,
	);
	talk = opened;
	const first = opened.ask({prompt: 'Paste:', typed: 'hidden'}, never);
	ours.once('data', () => {
		theirs.write('9\r');
		stall(300);
	});
	theirs.write('address\r');
	expect(await first).toBe('address\n9');
});

const connected = async (port: number): Promise<Socket> => {
	const socket = connect(port, '127.0.0.1');
	await once(socket, 'connect');
	return socket;
};

/** Keeps the event loop from turning. */
function stall(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('what was typed ahead can be forgotten', async () => {
	const {talk, type} = open();
	for (const key of '9\r9') {
		type(key);
	}

	talk.forgetAhead();
	const answer = talk.ask({prompt: 'Choose:', typed: 'choice'}, never);
	type('2\r');
	expect(await answer).toBe('2');
});

test('a shown answer is left to the terminal, which is raw again afterwards', async () => {
	const {talk, type, written, modes} = open();
	const answer = talk.ask({prompt: 'Client ID:', typed: 'shown'}, never);
	type('client-1\n');
	expect(await answer).toBe('client-1');
	expect(written()).toBe('Client ID: ');
	expect(modes).toEqual([true, false, true]);
});

test('what is typed ahead waits for its question', async () => {
	const {talk, type, written} = open();
	for (const key of '1\r2\r') {
		type(key);
	}

	expect(await talk.ask({prompt: 'A:', typed: 'choice'}, never)).toBe('1');
	expect(await talk.ask({prompt: 'B:', typed: 'hidden'}, never)).toBe('2');
	expect(written()).toBe('A:\nB:\n');
});

test('what is said meanwhile comes on lines of its own, and the question once after all of it', async () => {
	const {talk, type, written} = open();
	const answer = talk.ask({prompt: 'Choose:', typed: 'choice'}, never);
	talk.say('One.');
	talk.say('Two.');
	await turn();
	type('3\r');
	expect(await answer).toBe('3');
	expect(written()).toBe('Choose: \nOne.\nTwo.\nChoose: \n');
});

test('a question that is over is not put again, and forgets what was begun', async () => {
	const {talk, type, written} = open();
	const over = new AbortController();
	const answer = talk.ask({prompt: 'Paste:', typed: 'hidden'}, over.signal);
	type('half');
	talk.say('It came by itself.');
	over.abort();
	expect(await answer).toBeUndefined();
	await turn();
	const next = talk.ask({prompt: 'Choose:', typed: 'choice'}, never);
	await eventually(written).toMatch(/Choose: $/);
	type('1\r');
	expect(await next).toBe('1');
	expect(written()).toBe('Paste: \nIt came by itself.\nChoose: \n');
	expect(await talk.ask({prompt: 'Late:', typed: 'choice'}, over.signal)).toBeUndefined();
});

const goOn = () => process.emit('SIGCONT', 'SIGCONT');

test.skipIf(process.platform === 'win32')(
	'after a stop the terminal is raw again, and the question is put without what was begun',
	async () => {
		const {talk, type, written, modes} = open();
		const answer = talk.ask({prompt: 'Choose:', typed: 'choice'}, never);
		type('1');
		goOn();
		expect(modes).toEqual([true, false, true]);
		type('2');
		type('\r');
		expect(await answer).toBe('2');
		goOn();
		expect(written()).toBe('Choose: 1Choose: 2\n');
		expect(modes).toEqual([true, false, true, false, true]);
		talk.end();
		expect(process.listeners('SIGCONT')).toEqual([]);
	},
);

test.skipIf(process.platform === 'win32')(
	'after a stop a shown answer is left to the terminal, as before',
	async () => {
		const {talk, type, written, modes} = open();
		const answer = talk.ask({prompt: 'Client ID:', typed: 'shown'}, never);
		goOn();
		expect(modes).toEqual([true, false]);
		type('client-1\n');
		expect(await answer).toBe('client-1');
		expect(written()).toBe('Client ID: Client ID: ');
	},
);

test('Ctrl+C and the end of the input leave; the terminal is given back once and for all', () => {
	const {talk, type, end, left, modes} = open();
	type('\u0003');
	end();
	expect(left).toEqual(['left', 'left']);
	talk.end();
	type('\u0003');
	expect(left).toHaveLength(2);
	expect(modes.at(-1)).toBe(false);
	expect(process.listeners('SIGTERM')).toEqual([]);
});
