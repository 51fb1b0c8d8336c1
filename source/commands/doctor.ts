import type {Hosts} from '../core/anaplan/region.ts';
import {
	diagnose,
	diagnoseHosts,
	diagnoseProfile,
	diagnoseSession,
	type Facts,
	type Finding,
	type HostAnswer,
} from '../core/diagnosis.ts';
import type {ExitCode} from '../core/problem.ts';
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
	const findings: Finding[] = [
		...diagnose(await gather()),
		diagnoseProfile(desk.choice),
		diagnoseSession(profile.signedIn?.session, ports.clock.now()),
	];
	const hosts = profile.signedIn?.client.hosts ?? profile.client?.hosts;
	if (online && hosts) {
		findings.push(...diagnoseHosts(await askHosts(desk, hosts)));
	}

	await (json ? io.out(jsonLine({findings})) : io.table(`${findings.map(asText).join('\n')}\n`));
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

const asText = ({name, verdict, message, fix}: Finding): string =>
	`${signs[verdict]}  ${name.padEnd(22)}${message}${fix === undefined ? '' : ` → ${fix}`}`;
