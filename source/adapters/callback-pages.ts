const page = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem;color:#24292f;background:#fff}
h1{font-size:1.4rem}
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}}
</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
</body>
</html>
`;

/** What a person sees whose address has arrived. */
export const donePage = page(
	'The terminal has it',
	'anaplan-tui goes on by itself. You can close this tab.',
);

/** What a person sees to whom Anaplan gave an error instead of a code. */
export const refusalPage = page(
	'Anaplan did not sign you in',
	'anaplan-tui shows what Anaplan said. Go back to the terminal; you can close this tab.',
);

/** What everyone else sees, whatever they asked; it tells them nothing. */
export const strangerPage = page(
	'Nothing to see here',
	'This address is for a sign-in that is under way in a terminal on this computer. If it is yours, paste the address of the landing page there.',
);
