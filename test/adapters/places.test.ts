import {expect, test} from 'vitest';
import {placesOf} from '../../source/adapters/places.ts';

const noFile = () => false;

test.each<[string, Record<string, string>, string[]]>([
	['nothing', {TERM: 'xterm', HOME: '/home/a'}, []],
	['SSH', {SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22'}, ['ssh']],
	['SSH with a terminal', {SSH_TTY: '/dev/pts/0'}, ['ssh']],
	['older SSH', {SSH_CLIENT: '10.0.0.1 5 22'}, ['ssh']],
	['podman', {container: 'oci'}, ['container']],
	['a development container', {REMOTE_CONTAINERS: 'true'}, ['container']],
	['Codespaces', {CODESPACES: 'true'}, ['container']],
	['Kubernetes', {KUBERNETES_SERVICE_HOST: '10.0.0.1'}, ['container']],
	['the Linux subsystem of Windows', {WSL_DISTRO_NAME: 'Debian'}, ['wsl']],
	['the same from a Windows program', {WSL_INTEROP: '/run/WSL/1_interop'}, ['wsl']],
	['tmux', {TMUX: '/tmp/tmux-0/default,1,0'}, ['tmux']],
	['variables that are empty', {SSH_TTY: '', TMUX: '', container: ''}, []],
	[
		'all at once',
		{SSH_TTY: 'x', container: 'x', WSL_INTEROP: 'x', TMUX: 'x'},
		['ssh', 'container', 'wsl', 'tmux'],
	],
])('%s is seen in the variables', (_, env, places) => {
	expect(placesOf(env, noFile)).toEqual(places);
});

test.each(['/.dockerenv', '/run/.containerenv'])('%s says container', file => {
	expect(placesOf({}, name => name === file)).toEqual(['container']);
});
