import type {ServerResponse} from 'node:http';
import type {Answer} from './answer.ts';
import type {Delivery} from './scenario.ts';

/** Sends an answer the way a scenario wants it sent. `nowMs` is the tenant's time, for the Date header. */
export function deliver(response: ServerResponse, delivery: Delivery, nowMs: number): void {
	switch (delivery.how) {
		case 'never':
			return;
		case 'cut':
			response.socket?.destroy();
			return;
		case 'whole': {
			const dateMs = nowMs + (delivery.dateOffsetMs ?? 0);
			const send = (): void => {
				writeHead(response, delivery.answer, dateMs);
				response.end(delivery.answer.body);
			};
			const {delay} = delivery;
			if (delay === undefined) send();
			else if (typeof delay === 'number') later(response, send, delay);
			else void delay.then(() => response.destroyed || send());
			return;
		}

		case 'half': {
			writeHead(response, delivery.answer, nowMs);
			const bytes = Buffer.from(delivery.answer.body);
			response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () =>
				response.socket?.destroy(),
			);
			return;
		}

		case 'drip':
			writeHead(response, delivery.answer, nowMs);
			drip(response, Buffer.from(delivery.answer.body), delivery.everyMs);
	}
}

function writeHead(response: ServerResponse, answer: Answer, dateMs: number): void {
	response.sendDate = false;
	response.writeHead(answer.status, {
		...answer.headers,
		date: new Date(dateMs).toUTCString(),
		...(answer.status !== 204 && {'content-length': Buffer.byteLength(answer.body)}),
	});
}

function drip(response: ServerResponse, bytes: Buffer, everyMs: number): void {
	if (bytes.length === 0) {
		response.end();
		return;
	}

	response.write(bytes.subarray(0, 1));
	later(response, () => drip(response, bytes.subarray(1), everyMs), everyMs);
}

/** Waits without keeping the process alive, and not beyond the end of the connection. */
function later(response: ServerResponse, action: () => void, delayMs: number): void {
	const timer = setTimeout(() => {
		response.off('close', cancel);
		action();
	}, delayMs).unref();
	const cancel = (): void => clearTimeout(timer);
	response.once('close', cancel);
}
