import type {HttpReply, HttpRequest} from '../../source/core/anaplan/http.ts';
import {type Problem, problem} from '../../source/core/problem.ts';
import {failure, type Result, success} from '../../source/core/result.ts';
import {Secret} from '../../source/core/secret.ts';
import {epochMs} from '../../source/core/time.ts';
import {createPacer} from '../../source/session/pacer.ts';
import type {
	CallbackListener,
	Clock,
	Credentials,
	Http,
	Lock,
	Ports,
	ProfileCredentials,
	ProfileSettings,
	Renaming,
	Settings,
} from '../../source/session/ports.ts';
import {noon} from './samples.ts';

/** What the fakes were asked to do, in order; the names are `http`, `write credentials`, `lock`, … */
export type Journal = string[];

/** A lock like that between processes: one at a time, and it knows whether it is held. */
function fakeLock(journal: Journal = []) {
	let tail: Promise<unknown> = Promise.resolve();
	let isHeld = false;
	let refusal: Problem | undefined;
	const lock: Lock = {
		async hold(work) {
			if (refusal) {
				return failure(refusal);
			}

			const before = tail;
			let release = () => {};
			tail = new Promise<void>(resolve => {
				release = resolve;
			});
			await before;
			isHeld = true;
			journal.push('lock');
			try {
				return await work();
			} finally {
				isHeld = false;
				journal.push('unlock');
				release();
			}
		},
	};
	return {
		lock,
		isHeld: () => isHeld,
		refuse(reason: Problem | undefined) {
			refusal = reason;
		},
	};
}

/** Time that stands still until it is told to go on; `sleep` takes no time but moves the clock. */
export function fakeClock(start = noon) {
	let now = start;
	const ticks = new Set<() => void>();
	const slept: number[] = [];
	const advance = (ms: number) => {
		now = epochMs(now + ms);
		for (const tick of [...ticks]) {
			tick();
		}
	};

	const clock: Clock = {
		now: () => now,
		async sleep(ms) {
			slept.push(ms);
			advance(ms);
		},
		everySecond(tick) {
			ticks.add(tick);
			return () => ticks.delete(tick);
		},
	};
	return {clock, advance, slept};
}

/** What a scripted server answers: a reply, a Problem of the network, or something to wait for. */
type Answer = HttpReply | Problem | Promise<HttpReply | Problem>;

const isProblem = (answer: HttpReply | Problem): answer is Problem => 'exitCode' in answer;

/** An Http port that asks `answer` what to say, and keeps every request. */
export function fakeHttp(
	answer: (request: HttpRequest, count: number, signal?: AbortSignal) => Answer,
	journal: Journal = [],
) {
	const requests: HttpRequest[] = [];
	const http: Http = {
		async send(request, signal): Promise<Result<HttpReply>> {
			requests.push(request);
			journal.push(`http ${new URL(request.url).pathname}`);
			const said = await answer(request, requests.length, signal);
			return isProblem(said) ? failure(said) : success(said);
		},
	};
	return {
		http,
		requests,
		to: (path: string) => requests.filter(({url}) => new URL(url).pathname === path),
	};
}

/** The secret that a request carries in its JSON body, as text. */
export const sent = (request: HttpRequest | undefined, name: string): string | undefined => {
	const value = request?.json?.[name];
	return typeof value === 'object' ? value.reveal() : value;
};

/** Both files of the store in memory, seen by as many "processes" as one likes. */
function fakeStore(journal: Journal = [], isLocked: () => boolean = () => true) {
	const settingsOf = new Map<string, ProfileSettings>();
	const credentialsOf = new Map<string, ProfileCredentials>();
	const watchers = new Set<() => void>();
	const settingsWatchers = new Set<() => void>();
	const violations: string[] = [];
	const faults: {
		read?: Problem;
		settingsRead?: Problem;
		write: (Problem | undefined)[];
		settingsWrite?: Problem;
	} = {write: []};
	const guard = (what: string) => {
		if (!isLocked()) {
			violations.push(`${what} without the lock`);
		}
	};

	let current = 'default';
	let renaming: Renaming | undefined;
	const changed = (what: 'credentials' | 'settings', change: () => void): Result<void> => {
		guard(`${what} changed`);
		const fault = what === 'settings' ? faults.settingsWrite : faults.write.shift();
		journal.push(fault ? `${what} not changed` : `${what} changed`);
		if (fault) {
			return failure(fault);
		}

		change();
		if (what === 'credentials') {
			for (const tell of [...watchers]) {
				tell();
			}
		}

		return success(undefined);
	};

	const copy = <Value>(map: Map<string, Value>, {from, to}: Renaming) => {
		const value = map.get(from);
		if (value !== undefined) {
			map.set(to, value);
		}
	};

	const credentials: Credentials = {
		storage: () => ({kind: 'memory', path: 'memory'}),
		async read(profile) {
			return faults.read ? failure(faults.read) : success(credentialsOf.get(profile));
		},
		async write(profile, value) {
			guard('credentials written');
			const fault = faults.write.shift();
			journal.push(fault ? 'credentials not written' : 'credentials written');
			if (fault) {
				return failure(fault);
			}

			credentialsOf.set(profile, value);
			for (const changed of [...watchers]) {
				changed();
			}

			return success(undefined);
		},
		async profiles() {
			return faults.read ? failure(faults.read) : success([...credentialsOf.keys()]);
		},
		async remove(profile) {
			return changed('credentials', () => credentialsOf.delete(profile));
		},
		async rename(wanted) {
			return changed('credentials', () => {
				copy(credentialsOf, wanted);
				credentialsOf.delete(wanted.from);
			});
		},
		async prepare(occasion) {
			guard('prepared');
			if (occasion === 'refresh') {
				return success(undefined);
			}

			journal.push('prepared');
			return faults.write[0] ? failure(faults.write[0]) : success(undefined);
		},
		async withRoom(work) {
			guard('prepared');
			return work();
		},
		async probe() {
			return faults.write[0] ? failure(faults.write[0]) : success(undefined);
		},
		watch(changed) {
			watchers.add(changed);
			return () => watchers.delete(changed);
		},
	};
	const settings: Settings = {
		path: 'memory',
		async currentProfile() {
			return faults.settingsRead ? failure(faults.settingsRead) : success(current);
		},
		async profiles() {
			return faults.settingsRead ? failure(faults.settingsRead) : success([...settingsOf.keys()]);
		},
		async setCurrent(profile) {
			return changed('settings', () => {
				current = profile;
			});
		},
		async remove(profile, next) {
			return changed('settings', () => {
				settingsOf.delete(profile);
				current = next;
			});
		},
		async renaming() {
			return faults.settingsRead ? failure(faults.settingsRead) : success(renaming);
		},
		async beginRenaming(wanted) {
			return changed('settings', () => {
				renaming = wanted;
				copy(settingsOf, wanted);
			});
		},
		async finishRenaming(old) {
			return changed('settings', () => {
				if (renaming && old === 'removed') {
					settingsOf.delete(renaming.from);
					current = current === renaming.from ? renaming.to : current;
				}

				renaming = undefined;
			});
		},
		async read(profile) {
			return faults.settingsRead ? failure(faults.settingsRead) : success(settingsOf.get(profile));
		},
		async write(profile, value) {
			guard('settings written');
			journal.push('settings written');
			if (faults.settingsWrite) {
				return failure(faults.settingsWrite);
			}

			settingsOf.set(profile, value);
			for (const changed of [...settingsWatchers]) {
				changed();
			}

			return success(undefined);
		},
		watch(changed) {
			settingsWatchers.add(changed);
			return () => settingsWatchers.delete(changed);
		},
	};
	return {settings, credentials, settingsOf, credentialsOf, violations, faults};
}

export const diskFull = problem('store_unwritable', {message: 'The disk is full.'});
export const replyLost = problem('connection_lost', {reached: 'perhaps'});
export const noNetwork = problem('network_unreachable', {reached: 'no'});

/** A listener on this computer that hears what a test has a browser send. */
export function fakeListener(port = 5000) {
	type Handlers = Parameters<CallbackListener['listen']>[1];
	const opened: {readonly redirectUri: string; readonly handlers: Handlers; isOpen: boolean}[] = [];
	const plan: {trouble?: Problem; needsBookmarklet: boolean; until?: Promise<void>} = {
		needsBookmarklet: true,
	};
	const listener: CallbackListener = {
		async listen(redirectUri, handlers) {
			await plan.until;
			if (plan.trouble) {
				return failure(plan.trouble);
			}

			const one = {redirectUri, handlers, isOpen: true};
			opened.push(one);
			return success({
				port,
				needsBookmarklet: plan.needsBookmarklet,
				close() {
					one.isOpen = false;
				},
			});
		},
	};
	return {listener, opened, plan};
}

/** Everything that the program reaches outside of itself, in memory. */
export function fakePorts(answer: Parameters<typeof fakeHttp>[0]) {
	const journal: Journal = [];
	const {clock, advance, slept} = fakeClock();
	const {lock, isHeld, refuse} = fakeLock(journal);
	const store = fakeStore(journal, isHeld);
	const {http, requests, to} = fakeHttp(answer, journal);
	const opened: string[] = [];
	const copied: (string | Secret)[] = [];
	const clipboard: {text: string | undefined; trouble?: Problem} = {text: undefined};
	const sentToTerminal: string[] = [];
	const terminal = {takesText: false};
	const written: string[] = [];
	const faults: {urlFile?: Problem} = {};
	let drawn = 0;
	const ports: Ports = {
		http,
		pacer: createPacer(clock),
		settings: store.settings,
		credentials: store.credentials,
		lock,
		clock,
		browser: {
			async open(url) {
				opened.push(url);
				return success(undefined);
			},
		},
		clipboard: {
			async write(text) {
				if (clipboard.trouble) {
					return failure(clipboard.trouble);
				}

				copied.push(text);
				return success(undefined);
			},
			async read() {
				return clipboard.text === undefined
					? failure(problem('no_clipboard'))
					: success(new Secret('callback address', clipboard.text));
			},
		},
		terminalClipboard: {
			write(text) {
				if (terminal.takesText) {
					sentToTerminal.push(text);
				}

				return terminal.takesText;
			},
		},
		urlFile: {
			async write(url) {
				if (faults.urlFile) {
					return failure(faults.urlFile);
				}

				written.push(url);
				return success('/tmp/authorization-url.txt');
			},
		},
		callbackListener: fakeListener().listener,
		randomness: {oauthState: () => `state-${++drawn}-${'x'.repeat(32)}`},
		signalShield: {
			async during(work) {
				journal.push('shield up');
				try {
					return await work();
				} finally {
					journal.push('shield down');
				}
			},
		},
	};
	return {
		ports,
		journal,
		advance,
		slept,
		refuseLock: refuse,
		store,
		requests,
		to,
		opened,
		copied,
		clipboard,
		terminal,
		sentToTerminal,
		written,
		faults,
	};
}

/** Lets everything that waits only for promises go on, until nothing moves any more. */
export async function settled(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) {
		await new Promise<void>(resolve => {
			setImmediate(resolve);
		});
	}
}
