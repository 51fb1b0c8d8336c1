import {printable} from '../core/printable.ts';
import {problem} from '../core/problem.ts';
import {type Variables, variable} from '../core/profiles/profile.ts';
import {failure, type Result, success} from '../core/result.ts';

/** The port of the known Python sample; bookmarklets that people already have send there. */
const usualPort = 5000;

/** Reads ANAPLAN_TUI_PORT, the port to listen on first; the Problem is `usage`. */
export function readListenerPort(variables: Variables): Result<number> {
	const text = variable(variables, 'ANAPLAN_TUI_PORT') ?? String(usualPort);
	const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
	return port > 0 && port < 65_536
		? success(port)
		: failure(
				problem('usage', {
					message: `ANAPLAN_TUI_PORT is “${printable(text, 60)}”, which is no port.`,
					cause: 'A port is a number from 1 to 65535.',
					hint: 'Correct the variable, or unset it.',
				}),
			);
}
