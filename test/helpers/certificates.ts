import {readFileSync} from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../adapters/fixtures');
const read = (name: string): string => readFileSync(path.join(folder, `${name}.pem`), 'utf8');

/** The root of a company that opens TLS; nobody trusts it unless told to. */
export const authorityFile = path.join(folder, 'authority.pem');
export const authority = (): string => read('authority');

/** A certificate of the fixtures with its key; see make-certificates.sh there. */
export const certified = (
	name: 'inspected' | 'other-name' | 'expired' | 'hostile',
): {readonly cert: string; readonly key: string} => ({cert: read(name), key: read('server-key')});
