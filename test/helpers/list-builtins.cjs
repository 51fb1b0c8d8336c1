// Required before a program: writes down, at its end, which of Node's own modules were loaded.
const fs = require('node:fs');

process.on('exit', () => {
	const list = /** @type {readonly string[]} */ (Reflect.get(process, 'moduleLoadList'));
	const names = list.map(entry => entry.match(/^NativeModule (.+)/)?.[1]).filter(Boolean);
	fs.writeFileSync(process.env['LIST_OF_BUILTINS'] ?? '', JSON.stringify(names));
});
