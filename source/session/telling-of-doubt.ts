import type {HttpRequest} from '../core/anaplan/http.ts';
import type {Problem} from '../core/problem.ts';
import {failure} from '../core/result.ts';
import type {Http} from './ports.ts';

/** Whether a request asks and changes nothing, so that it may be sent again. Source: RFC 9110 §9.2.1. */
export const changesNothing = ({method}: HttpRequest): boolean =>
	/^(GET|HEAD|OPTIONS)$/.test(method);

/**
 * An Http that says of a request which changes something and got no reply that it may have been carried
 * out: who tries again may run an import twice.
 */
export const tellingOfDoubt = (http: Http): Http => ({
	async send(request, signal) {
		const sent = await http.send(request, signal);
		return sent.ok || changesNothing(request) || sent.problem.reached !== 'perhaps'
			? sent
			: failure(perhapsDone(request, sent.problem));
	},
});

const perhapsDone = ({method}: HttpRequest, told: Problem): Problem => ({
	...told,
	message: `${told.message} The ${method} may have been carried out all the same.`,
	hint: 'Look in Anaplan whether it was carried out before you send it again.',
});
