import {format, inspect} from 'node:util';
import {serialize} from 'node:v8';
import {describe, expect, test} from 'vitest';
import {Secret} from '../../source/core/secret.ts';

const text = 'sentinel-4711';
const value = new Secret('access token', text);

describe('a secret', () => {
	const ways: Record<string, () => string> = {
		'a template literal': () => `${value}`,
		concatenation: () => ''.concat(value as never),
		'String()': () => String(value),
		'JSON, also nested': () => JSON.stringify({value, list: [value], map: {value}}),
		inspect: () => inspect(value),
		'inspect with everything shown': () =>
			inspect({value}, {showHidden: true, depth: null, getters: true}),
		'inspect without custom inspection': () =>
			inspect({value}, {customInspect: false, showHidden: true}),
		'%s': () => format('%s', value),
		'%j': () => format('%j', {value}),
		'%o and %O': () => format('%o %O', value, {value}),
		'%d, %i and %f': () => format('%d %i %f', value, value, value),
		spreading: () => inspect({...value}) + JSON.stringify({...value}),
		'its own keys and values': () =>
			JSON.stringify([
				Object.entries(value),
				Object.getOwnPropertyNames(value),
				Reflect.ownKeys(value),
			]),
		structuredClone: () => inspect(structuredClone(value)),
		serialize: () => serialize(value).toString('latin1'),
		'the cause of an error': () => inspect(new Error('x', {cause: value})),
		'an error’s message': () => new Error(`cannot use ${value}`).stack ?? '',
		'a map and a set': () => inspect([new Map([[value, value]]), new Set([value])]),
		'a frozen copy': () => inspect(Object.freeze(Object.assign({}, value))),
		'an array joined': () => [value, value].join(),
	};

	test.each(Object.entries(ways))('is not seen through %s', (_, print) => {
		expect(print()).not.toContain(text);
	});

	test('prints as what it is', () => {
		expect(`${value} ${JSON.stringify({value})} ${inspect(value)}`).toBe(
			'[access token] {"value":"[access token]"} [access token]',
		);
	});

	test('gives its text to whoever asks for it by name, and compares without giving it', () => {
		expect(value.reveal()).toBe(text);
		expect(value.equals(new Secret('refresh token', text))).toBe(true);
		expect(value.equals(new Secret('access token', 'other'))).toBe(false);
	});
});
