import {existsSync} from 'node:fs';
import type {Place} from '../core/sign-in/way-out.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where this program runs, as far as that decides about browsers and clipboards. */
export function placesOf(env: Environment, fileExists = existsSync): readonly Place[] {
	const places: Place[] = [];
	if (env['SSH_CONNECTION'] || env['SSH_TTY'] || env['SSH_CLIENT']) {
		places.push('ssh');
	}

	if (
		env['container'] ||
		env['REMOTE_CONTAINERS'] ||
		env['CODESPACES'] ||
		env['KUBERNETES_SERVICE_HOST'] ||
		fileExists('/.dockerenv') ||
		fileExists('/run/.containerenv')
	) {
		places.push('container');
	}

	if (env['WSL_DISTRO_NAME'] || env['WSL_INTEROP']) {
		places.push('wsl');
	}

	if (env['TMUX']) {
		places.push('tmux');
	}

	return places;
}
