import {expect, test} from 'vitest';
import {heavy, loadedBy, modulesIn, packagesIn, readMetafile} from '../helpers/bundle.ts';
import {practiceTenant} from '../helpers/signed-in.ts';
import {tempHome} from '../helpers/temp-home.ts';
import {desktopSession} from './desktop-session.ts';
import {folderOf, signIn} from './sign-in.ts';

test('token, fresh and sealed, loads conf and asks the keychain, and loads no screens, HTTP, parser or practice tenant.', async () => {
	const tenant = await practiceTenant();
	const home = tempHome();
	const session = await desktopSession();
	const env = {...session.env, ANAPLAN_TUI_STORAGE: 'keychain'};
	expect((await signIn(tenant, home, env)).code).toBe(0);

	const {files, builtins} = loadedBy(['token'], {...env, ANAPLAN_TUI_HOME: folderOf(home)});
	const packages = [...packagesIn(readMetafile(), files).keys()];
	expect([...builtins]).toContain('child_process');
	expect(packages).toContain('conf');
	expect(packages.filter(name => heavy.has(name))).toEqual([]);
	expect(
		modulesIn(readMetafile(), files).filter(name => /^source\/(tui|practice)\//.test(name)),
	).toEqual([]);
});
