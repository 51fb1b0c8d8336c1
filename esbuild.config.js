import {chmod, copyFile, readFile, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import {build} from 'esbuild';
import {thirdPartyNotices} from './third-party-notices.config.js';

const outdir = 'dist';
const entry = `${outdir}/cli.js`;
const require = createRequire(import.meta.url);

/**
 * Ink loads the React developer tools when DEV=true. The package is not installed, and leaving it
 * external fails at start, since its import is hoisted out of the lazily loaded file.
 */
const withoutDevtools = {
	name: 'without-react-devtools',
	/** @param {import('esbuild').PluginBuild} build */
	setup({onResolve, onLoad}) {
		onResolve({filter: /^react-devtools-core$/}, () => ({path: 'stub', namespace: 'devtools'}));
		onLoad({filter: /.*/, namespace: 'devtools'}, () => ({
			contents: 'export default {initialize() {}, connectToDevTools() {}};',
		}));
	},
};

/**
 * Loads a file of a package with some of its code changed. Fails where that code is no longer there.
 * @param {string} name
 * @param {RegExp} filter
 * @param {ReadonlyArray<readonly [before: string, after: string]>} changes
 */
const changed = (name, filter, changes) => ({
	name,
	/** @param {import('esbuild').PluginBuild} build */
	setup({onLoad}) {
		onLoad({filter}, async ({path: file}) => {
			let contents = await readFile(file, 'utf8');
			for (const [before, after] of changes) {
				if (!contents.includes(before)) {
					throw new Error(`${file} no longer holds ${before}: see whether ${name} is still needed`);
				}

				contents = contents.replaceAll(before, () => after);
			}

			return {contents};
		});
	},
});

/**
 * Yoga, the layout engine of Ink, carries its wasm as a `data:` address and asks `fetch` for it.
 * That starts Node's whole HTTP client, a quarter of the time to the first frame. Yoga's own way
 * for machines without `fetch` decodes the same text at once, but letter by letter: Node is quicker.
 */
const withoutFetchInYoga = changed('without-fetch-in-yoga', /yoga-wasm-base64-esm\.js$/, [
	['"function"!=typeof fetch', 'true'],
	[
		'b=xa(a.slice(37)),c=new Uint8Array(b.length);for(a=0;a<b.length;++a)c[a]=b.charCodeAt(a);var d=c',
		'd=Buffer.from(a.slice(37),"base64")',
	],
]);

/**
 * Ink measures texts with string-width, whose pattern of all emoji takes a tenth of the time to the
 * first frame to make. Only a text that holds a sign of which emoji are made needs it.
 */
const withoutEmojiAtFirst = changed('without-emoji-at-first', /string-width\/index\.js$/, [
	[
		String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`,
		String.raw`
		const signOfEmoji = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u20E3]/u;
		let emoji;
		const rgiEmojiRegex = {
			test: text => signOfEmoji.test(text) && (emoji ??= /^\p{RGI_Emoji}$/v).test(text),
		};`,
	],
]);

/**
 * The agent for proxies tells the package `debug` what it does, the proxy's password among it; with
 * DEBUG set that would be printed.
 */
const withoutDebug = {
	name: 'without-debug',
	/** @param {import('esbuild').PluginBuild} build */
	setup({onResolve, onLoad}) {
		onResolve({filter: /^debug$/}, () => ({path: 'stub', namespace: 'debug'}));
		onLoad({filter: /.*/, namespace: 'debug'}, () => ({
			contents: 'export default () => () => {};',
		}));
	},
};

/**
 * commander starts programs for commands that live in files of their own, of which there are none
 * here. Loading Node's module for that takes longer than the whole of commander.
 */
const withoutSubprograms = changed('without-subprograms', /commander\/lib\/command\.js$/, [
	["require('node:child_process')", '{}'],
]);

/** The program needs its version from package.json, and nothing else of it. */
const versionOnly = {
	name: 'version-only',
	/** @param {import('esbuild').PluginBuild} build */
	setup({onLoad}) {
		onLoad({filter: /package\.json$/}, async ({path: file, with: attributes}) => {
			if (path.resolve(file) !== path.resolve('package.json') || attributes['type'] !== 'json') {
				return undefined;
			}

			const {version} = JSON.parse(await readFile(file, 'utf8'));
			return {contents: `export default {version: ${JSON.stringify(version)}};`, loader: 'js'};
		});
	},
};

/** What cli.ts imports when the version of Node is right is built apart from it, beside it. */
const apartFromEntry = {
	name: 'apart-from-entry',
	/** @param {import('esbuild').PluginBuild} build */
	setup({onResolve}) {
		onResolve({filter: /^\.\/program\/program\.ts$/}, () => ({
			path: './program.mjs',
			external: true,
		}));
		onResolve({filter: /^\.\/quick-token\.ts$/}, () => ({
			path: './quick-token.js',
			external: true,
		}));
	},
};

/**
 * In CommonJS, esbuild copies a module for each file that takes its default export, a property at a
 * time. Of Node's modules that is the module itself.
 */
const builtinsUncopied = {
	name: 'builtins-uncopied',
	/** @param {import('esbuild').PluginBuild} build */
	setup({onResolve, onLoad}) {
		onResolve({filter: /^node:(?:path|process)$/}, ({path: name, namespace}) =>
			namespace === 'builtin' ? {path: name, external: true} : {path: name, namespace: 'builtin'},
		);
		onLoad({filter: /.*/, namespace: 'builtin'}, ({path: name}) => ({
			contents: `export default require('${name}');`,
		}));
	},
};

await rm(outdir, {recursive: true, force: true});

/** @satisfies {import('esbuild').BuildOptions} */
const shared = {
	outdir,
	bundle: true,
	platform: 'node',
	minify: true,
	// Beside the code and not in the package, which they would make twice as large: a build of the
	// same version makes the same code, and so the map for the place that a report of a defect names.
	sourcemap: 'external',
	sourcesContent: false,
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
};

/** @satisfies {import('esbuild').BuildOptions} */
const commonJs = {
	...shared,
	// Node starts its ES module loader only when it is needed, which `--version` and a fresh token never do.
	format: 'cjs',
	// Only the whole program writes, and so needs conf.
	external: ['conf'],
};

const builds = await Promise.all([
	// The entry alone, in a syntax that very old Nodes read: it says so when the version is too old,
	// and nothing else is parsed before that.
	build({
		...commonJs,
		entryPoints: ['source/cli.ts'],
		target: 'node14',
		supported: {'dynamic-import': true},
		plugins: [apartFromEntry, builtinsUncopied, versionOnly],
	}),
	build({
		...commonJs,
		entryPoints: ['source/quick-token.ts'],
		target: 'node20.19',
		plugins: [builtinsUncopied],
	}),
	build({
		...shared,
		entryPoints: {
			program: 'source/program/program.ts',
			// Runs as a process of its own, see source/adapters/keychain.ts.
			'keychain-helper': 'source/adapters/keychain-helper.ts',
		},
		format: 'esm',
		outExtension: {'.js': '.mjs'},
		target: 'node20.19',
		splitting: true,
		// Chunks stay beside the entry: `open` looks for its helper beside its own code.
		chunkNames: 'chunk-[hash]',
		define: {'process.env.NODE_ENV': '"production"'},
		// clipboardy starts helper programs that lie beside its code; the keyring is native code.
		external: ['clipboardy', '@napi-rs/keyring'],
		plugins: [
			withoutDevtools,
			withoutSubprograms,
			withoutFetchInYoga,
			withoutEmojiAtFirst,
			withoutDebug,
		],
		// CommonJS packages inside an ES module call `require` for Node's own modules.
		banner: {
			js: "import {createRequire as createRequireHere} from 'node:module';const require=createRequireHere(import.meta.url);",
		},
	}),
]);
const metafile = {
	inputs: Object.assign({}, ...builds.map(built => built.metafile.inputs)),
	outputs: Object.assign({}, ...builds.map(built => built.metafile.outputs)),
};

const code = await readFile(entry, 'utf8');
if (!code.startsWith('#!')) {
	throw new Error(`${entry} does not start with #!: source/cli.ts needs its first line`);
}

// Both are CommonJS, and so without the ES module loader.
await writeFile(entry, code.replace('import("./quick-token.js")', 'require("./quick-token.js")'));
await chmod(entry, 0o755);

// The entry is CommonJS though the package around it is not; the rest says .mjs itself.
await writeFile(`${outdir}/package.json`, '{"type": "commonjs"}\n');

// Linux without xdg-utils: `open` runs this script, which it expects beside its own code.
const xdgOpen = path.join(path.dirname(require.resolve('open')), 'xdg-open');
await copyFile(xdgOpen, `${outdir}/xdg-open`);
await chmod(`${outdir}/xdg-open`, 0o755);

await writeFile(`${outdir}/meta.json`, JSON.stringify(metafile));
await writeFile(`${outdir}/third-party-notices.txt`, await thirdPartyNotices(metafile));
