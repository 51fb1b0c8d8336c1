/** Writes the documents that are made from the source: `npm run docs`. */
import {readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {commandIndex, commandPage, commands} from './command-pages.ts';
import {repository} from './markdown.ts';
import {troubleshootingPage} from './troubleshooting.ts';

const write = ({file, text}: {readonly file: string; readonly text: string}): void =>
	writeFileSync(path.join(repository, file), text);

for (const name of readdirSync(path.join(repository, 'docs/commands'))) {
	rmSync(path.join(repository, 'docs/commands', name));
}

write(troubleshootingPage());
write(commandIndex());
for (const command of commands) {
	write(await commandPage(command.name()));
}
