import {createHash} from 'node:crypto';
import type {Answer} from './answer.ts';
import type {Rule} from './records.ts';

/** Text that is already safe to stand in a page. Only `html` makes it, so nothing gets in unescaped. */
export class SafeHtml {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** A template tag that escapes every value which is not SafeHtml already. Lists are joined. */
export function html(
	parts: TemplateStringsArray,
	...values: ReadonlyArray<string | SafeHtml | readonly SafeHtml[]>
): SafeHtml {
	let text = parts[0] ?? '';
	for (const [index, value] of values.entries()) {
		text += toText(value) + (parts[index + 1] ?? '');
	}

	return new SafeHtml(text);
}

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;padding:4rem 1rem;background:light-dark(#eef1f6,#12151c)}
main{max-width:26rem;margin:auto;padding:2rem;border-radius:12px;background:light-dark(#fff,#1c212b);box-shadow:0 2px 16px #0002}
h1{margin:.5rem 0 1rem;font-size:1.4rem}
label{display:block;margin:.75rem 0}
input{box-sizing:border-box;width:100%;padding:.6rem;font:inherit;border:1px solid #8896;border-radius:6px}
button{margin:.5rem .5rem 0 0;padding:.6rem 1.2rem;font:inherit;border:1px solid #2750c4;border-radius:6px;background:#2750c4;color:#fff;cursor:pointer}
button.quiet{background:none;color:inherit}
.practice{display:inline-block;padding:.1rem .6rem;border-radius:99px;background:#f5c542;color:#222;font-size:.8rem}
.code{font:1.4rem ui-monospace,monospace;letter-spacing:.1em}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

export interface PageDetails {
	readonly status?: number;
	readonly violations?: readonly Rule[];
	/** Where the form's answer may redirect to: browsers hold redirects after a form to the page's policy, too. */
	readonly formTarget?: string;
}

/** A whole page for people: nothing from elsewhere, no script, and plainly marked as practice. */
export function page(title: string, content: SafeHtml, details: PageDetails = {}): Answer {
	const formAction = details.formTarget === undefined ? "'self'" : `'self' ${details.formTarget}`;
	const policy = [
		"default-src 'none'",
		`style-src 'sha256-${styleHash}'`,
		`form-action ${formAction}`,
		"frame-ancestors 'none'",
		"base-uri 'none'",
	];
	const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} (practice)</title>
<style>${new SafeHtml(style)}</style>
</head>
<body>
<main>
<p class="practice">Practice tenant on this computer, not Anaplan</p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
	return {
		status: details.status ?? 200,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': policy.join('; '),
			'referrer-policy': 'no-referrer',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
		},
		body: body.text,
		violations: details.violations ?? [],
	};
}

function toText(value: string | SafeHtml | readonly SafeHtml[]): string {
	if (typeof value === 'string') return escapeHtml(value);
	return value instanceof SafeHtml ? value.text : value.map(part => part.text).join('');
}

function escapeHtml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
}
