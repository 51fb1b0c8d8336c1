import type {IncomingHttpHeaders} from 'node:http';
import {type Answer, oauthError} from './answer.ts';

/** One request, read completely. */
export interface Call {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** What a scenario changes about this one request. */
	readonly twist: Twist;
}

/** A deviation that has to happen inside the tenant, because the answer alone would not be consistent. */
export interface Twist {
	readonly withoutRefreshToken?: true;
	readonly scope?: readonly string[];
	/** The most rows that a page has. */
	readonly rows?: number;
}

/** The parameters of a request body. A form may bring the client along in its Authorization header. */
export interface Parameters {
	readonly encoding: 'json' | 'form';
	readonly values: ReadonlyMap<string, string>;
}

export type ParametersRead =
	| {readonly ok: true; readonly value: Parameters}
	| {readonly ok: false; readonly answer: Answer};

/**
 * Reads the body of an OAuth request, JSON or a form.
 * Refuses, with the answer to send: any other content type, JSON that is not an object of strings, repeated parameters.
 * Source: RFC 6749 §3.2; Anaplan's own examples send JSON, its Python clients forms.
 */
export function readParameters(call: Call): ParametersRead {
	const type = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (type === 'application/json') return readJson(call.body);
	if (type === 'application/x-www-form-urlencoded') return readForm(call.body);
	return refuse('Content-Type must be application/json', 'wrong content type');
}

/** The form that a page of ours posts back. */
export function readPageForm(call: Call): URLSearchParams {
	return new URLSearchParams(call.body);
}

function readJson(body: string): ParametersRead {
	let parsed: unknown;
	try {
		parsed = JSON.parse(body);
	} catch {
		return refuse('The body is not valid JSON', 'body is not a JSON object');
	}

	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		return refuse('The body must be a JSON object', 'body is not a JSON object');
	}

	const values = new Map<string, string>();
	for (const [name, value] of Object.entries(parsed)) {
		if (typeof value !== 'string')
			return refuse(`${name} must be a string`, 'parameter is not a string');
		values.set(name, value);
	}

	return {ok: true, value: {encoding: 'json', values}};
}

function readForm(body: string): ParametersRead {
	const values = new Map<string, string>();
	for (const [name, value] of new URLSearchParams(body)) {
		if (values.has(name)) return refuse(`${name} was sent twice`, 'parameter sent twice');
		values.set(name, value);
	}

	return {ok: true, value: {encoding: 'form', values}};
}

function refuse(description: string, rule: Answer['violations'][number]): ParametersRead {
	return {ok: false, answer: oauthError(400, 'invalid_request', description, rule)};
}
