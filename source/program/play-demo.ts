import {ownTraits} from '../adapters/stdio.ts';
import {demoPlain} from '../commands/demo-plain.ts';
import {tracing} from '../commands/tracing.ts';
import {practicePorts, workshopFor} from '../compose.ts';
import {defaultProfile} from '../core/profiles/profile-name.ts';
import {openLines} from '../faces/open-lines.ts';
import {openScreens} from '../faces/open-screens.ts';
import {signInAsPerson} from '../practice/person.ts';
import {startPracticeTenant} from '../practice/practice-tenant.ts';
import {tenantVariables} from '../practice/tenant-variables.ts';
import type {RequestLog} from '../session/ports.ts';
import {withSignIn} from '../session/sign-in.ts';
import {io} from './with-desk.ts';

/** Starts a practice tenant on a free port of this computer and plays the journey against it. */
export async function playDemo({
	version,
	plain,
	log,
}: {
	readonly version: string;
	readonly plain: boolean;
	readonly log: RequestLog | undefined;
}): Promise<number> {
	const tenant = await startPracticeTenant({content: 'demo'});
	const variables = tenantVariables(tenant);
	const trace = (line: string) => {
		void io.out(`   ${line}\n`);
	};
	const ports = practicePorts(http => (plain ? tracing(http, trace) : http), log);
	const choice = {name: defaultProfile, by: 'store'} as const;
	const workshopOf = (name: string) => workshopFor(ports, name, variables);
	const desk = {...workshopOf(choice.name), io, json: false, choice, variables, workshopOf};
	try {
		if (plain) {
			return await withSignIn(desk, async store => demoPlain(desk, store, signInAsPerson));
		}

		return ownTraits().face === 'lines'
			? await openLines(desk, {intent: 'review', practice: true})
			: await openScreens(desk, {intent: 'review', version, practice: true});
	} finally {
		await tenant.close();
	}
}
