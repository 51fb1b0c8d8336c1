import type {Hosts} from '../core/anaplan/region.ts';
import {
	clockHere,
	diagnose,
	diagnoseHosts,
	diagnoseProfile,
	diagnoseSession,
	type Facts,
	type Finding,
	type HostAnswer,
} from '../core/diagnosis.ts';
import {dayAndTime} from '../core/moment-words.ts';
import type {ExitCode} from '../core/problem.ts';
import {hintInProfile} from '../core/profiles/problem-in-profile.ts';
import {wrapWords} from '../core/text-width.ts';
import type {Desk} from '../session/desk.ts';
import {jsonLine} from './command.ts';

/**
 * Looks at everything that a sign-in depends on and says what is wrong and how to mend it. Without
 * `online` no network is touched. Ends with 1 when there is a problem.
 */
export async function doctor(
	desk: Desk,
	gather: () => Promise<Facts>,
	online: boolean,
): Promise<ExitCode> {
	const {ports, profiles, io, json} = desk;
	const loaded = await profiles.load();
	const profile = loaded.ok ? loaded.value : await profiles.salvage();
	const names = await ports.settings.profiles();
	const findings: Finding[] = [
		...diagnose(await gather()),
		diagnoseProfile(desk.choice, names.ok ? names.value : [profiles.name]),
		diagnoseSession(profile.signedIn?.session, ports.clock.now()),
	];
	const hosts = profile.signedIn?.client.hosts ?? profile.client?.hosts;
	if (online && hosts) {
		findings.push(...diagnoseHosts(await askHosts(desk, hosts)));
	}

	if (!findings.some(({name}) => name === 'Clock')) {
		const {timeZone} = new Intl.DateTimeFormat().resolvedOptions();
		findings.push(clockHere(dayAndTime(ports.clock.now()), timeZone));
	}

	const told = findings.map(({fix, ...finding}) =>
		fix === undefined ? finding : {...finding, fix: hintInProfile(fix, desk.choice)},
	);
	const columns = io.outColumns();
	await (json
		? io.out(jsonLine({findings: told}))
		: io.table(`${told.map(finding => asText(finding, columns)).join('\n')}\n`));
	return findings.some(({verdict}) => verdict === 'problem') ? 1 : 0;
}

// Any reply will do: it shows that name, way, proxy and certificate are right.
async function askHosts({ports}: Desk, hosts: Hosts): Promise<readonly HostAnswer[]> {
	const {http, clock} = ports;
	return Promise.all(
		(['oauth', 'auth', 'api'] as const).map(async (name): Promise<HostAnswer> => {
			const url = hosts[name];
			const startedAt = clock.now();
			const reply = await http.send({method: 'HEAD', url: `${url}/`});
			if (!reply.ok) {
				return {name, url, outcome: {kind: 'failed', problem: reply.problem}};
			}

			const {receivedAt, serverTime} = reply.value;
			const clockOffsetMs = serverTime === undefined ? undefined : receivedAt - serverTime;
			return {
				name,
				url,
				outcome: {kind: 'answered', tookMs: receivedAt - startedAt, clockOffsetMs},
			};
		}),
	);
}

const signs = {ok: '✓ ok     ', notice: '! notice ', problem: '✗ problem'} as const;

const nameWidth = 22;
const leadWidth = signs.ok.length + 2 + nameWidth;
/** Beside the names there must be room for words. */
const leastRoom = 30;

/** A line, or where a terminal has so many columns, as many as it takes to break between words. */
function asText({name, verdict, message, fix}: Finding, columns: number | undefined): string {
	const text = `${message}${fix === undefined ? '' : ` → ${fix}`}`;
	const lead = `${signs[verdict]}  ${name}`;
	if (columns === undefined) {
		return lead.padEnd(leadWidth) + text;
	}

	const room = columns - leadWidth;
	return room < leastRoom
		? [lead, ...wrapWords(text, columns - 2).map(line => `  ${line}`)].join('\n')
		: wrapWords(text, room)
				.map((line, place) => (place === 0 ? lead : '').padEnd(leadWidth) + line)
				.join('\n');
}
