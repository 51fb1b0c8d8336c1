import type {HttpReply, HttpRequest} from '../core/anaplan/http.ts';
import type {Result} from '../core/result.ts';
import type {Http} from '../session/ports.ts';

/** An Http that tells what goes over the wire, in lines without secrets: they print as their labels. */
export function tracing(http: Http, tell: (line: string) => void): Http {
	return {
		async send(request, signal) {
			for (const line of requestLines(request)) {
				tell(`→ ${line}`);
			}

			const reply = await http.send(request, signal);
			for (const line of replyLines(reply)) {
				tell(`← ${line}`);
			}

			return reply;
		},
	};
}

const requestLines = ({method, url, accessToken, json}: HttpRequest): readonly string[] => [
	`${method} ${url}`,
	...(accessToken ? [`Authorization: AnaplanAuthToken ${accessToken}`] : []),
	...(json ? [JSON.stringify(json)] : []),
];

function replyLines(reply: Result<HttpReply>): readonly string[] {
	if (!reply.ok) {
		return [reply.problem.message];
	}

	const {status, body} = reply.value;
	return [body.kind === 'json' ? `${status} ${JSON.stringify(body.value)}` : `${status}, no body`];
}
