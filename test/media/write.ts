/** Writes the pictures of README: `npm run media`. */
import {writeFileSync} from 'node:fs';
import {pictures} from './pictures.ts';

for (const [name, draw] of Object.entries(pictures)) {
	writeFileSync(new URL(`../../media/${name}`, import.meta.url), await draw());
}
