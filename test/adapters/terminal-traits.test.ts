import {WriteStream} from 'node:tty';
import {expect, test} from 'vitest';
import {terminalTraits} from '../../source/adapters/terminal-traits.ts';

const terminal = {getColorDepth: WriteStream.prototype.getColorDepth};
const traits = (env: Record<string, string>, platform: NodeJS.Platform = 'linux') =>
	terminalTraits({TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env}, platform, terminal);

test.each([
	[{}, 'wanted'],
	[{NO_COLOR: '1'}, 'unwanted'],
	[{NO_COLOR: '0'}, 'unwanted'],
	[{NO_COLOR: ''}, 'wanted'],
	[{NODE_DISABLE_COLORS: '1'}, 'unwanted'],
	[{FORCE_COLOR: '0'}, 'unwanted'],
	[{FORCE_COLOR: 'false'}, 'unwanted'],
	[{FORCE_COLOR: ''}, 'wanted'],
	[{FORCE_COLOR: 'true'}, 'wanted'],
	[{FORCE_COLOR: '1', TERM: 'unheard-of'}, 'wanted'],
	[{FORCE_COLOR: '2', NO_COLOR: '1'}, 'wanted'],
	[{FORCE_COLOR: '3', NO_COLOR: '1'}, 'wanted'],
	[{FORCE_COLOR: '0', NO_COLOR: ''}, 'unwanted'],
	[{CI: 'true'}, 'wanted'],
	[{TERM: 'unheard-of'}, 'unwanted'],
	[{TERM: 'linux'}, 'wanted'],
	[{TERM: 'screen'}, 'wanted'],
] as const)('%j: colours are %s', (env, color) => {
	const warnings: unknown[] = [];
	const note = (warning: unknown) => warnings.push(warning);
	process.on('warning', note);
	expect(traits(env).color).toBe(color);
	process.off('warning', note);
	expect(warnings).toEqual([]);
});

test.each([
	[{LANG: 'de_DE.UTF-8'}, 'linux', 'unicode'],
	[{LANG: 'de_DE.utf8'}, 'linux', 'unicode'],
	[{LANG: 'C'}, 'linux', 'ascii'],
	[{LANG: 'POSIX'}, 'darwin', 'ascii'],
	[{LANG: 'de_DE.ISO-8859-1'}, 'freebsd', 'ascii'],
	[{LANG: ''}, 'linux', 'ascii'],
	[{LANG: ''}, 'darwin', 'unicode'],
	[{LANG: 'C', LC_CTYPE: 'C.UTF-8'}, 'linux', 'unicode'],
	[{LANG: 'C.UTF-8', LC_ALL: 'C'}, 'linux', 'ascii'],
	[{LANG: 'C.UTF-8', LC_ALL: '', LC_CTYPE: ''}, 'linux', 'unicode'],
	[{LANG: ''}, 'win32', 'unicode'],
] as const)('%j on %s: %s', (env, platform, characters) => {
	expect(traits(env, platform).characters).toBe(characters);
});

test.each([
	[{}, 'screens'],
	[{ACCESSIBLE: '1'}, 'lines'],
	[{ACCESSIBLE: 'yes'}, 'lines'],
	[{ACCESSIBLE: ''}, 'screens'],
	[{ACCESSIBLE: '0'}, 'screens'],
	[{ACCESSIBLE: 'False'}, 'screens'],
	[{INK_SCREEN_READER: 'true'}, 'lines'],
	[{INK_SCREEN_READER: '1'}, 'screens'],
	[{TERM: 'dumb'}, 'lines'],
] as const)('%j: %s', (env, face) => {
	expect(traits(env).face).toBe(face);
});
