/** The colours of a terminal as it comes: background, text, and the sixteen of ANSI. */
export type TerminalPalette = {
	readonly name: string;
	/** Where these values are from. */
	readonly source: string;
	readonly background: string;
	readonly text: string;
	readonly ansi: readonly string[];
};

const ansi = (values: string): readonly string[] => values.split(' ').map(value => `#${value}`);

const xterm = ansi(
	'000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff',
);
const terminalApp = ansi(
	'000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf 666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5',
);
const gnome = ansi(
	'171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc 5e5c64 f66151 33d17a e9ad0c 2a7bde c061cb 33c7de ffffff',
);

const xtermSource = 'xterm, XTerm-col.ad; its text is black on white, and with -rv white on black';
const terminalAppSource = 'macOS Terminal.app, profiles Basic and Pro';
const gnomeSource =
	'GNOME Terminal 3.36 and later (VTE), palette GNOME, profile of a light or dark desktop';

/** The usual terminals, light and dark. */
export const palettes: readonly TerminalPalette[] = [
	{name: 'xterm', source: xtermSource, background: '#ffffff', text: '#000000', ansi: xterm},
	{name: 'xterm -rv', source: xtermSource, background: '#000000', text: '#ffffff', ansi: xterm},
	{
		name: 'Terminal.app, Basic',
		source: terminalAppSource,
		background: '#ffffff',
		text: '#000000',
		ansi: terminalApp,
	},
	{
		name: 'Terminal.app, Pro',
		source: terminalAppSource,
		background: '#000000',
		text: '#f2f2f2',
		ansi: terminalApp,
	},
	{
		name: 'Windows Terminal and conhost, Campbell',
		source: 'microsoft/terminal, src/cascadia/TerminalSettingsModel/defaults.json',
		background: '#0c0c0c',
		text: '#cccccc',
		ansi: ansi(
			'0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2',
		),
	},
	{
		name: 'Windows Terminal, One Half Light',
		source: 'microsoft/terminal, src/cascadia/TerminalSettingsModel/defaults.json',
		background: '#fafafa',
		text: '#383a42',
		ansi: ansi(
			'383a42 e45649 50a14f c18301 0184bc a626a4 0997b3 fafafa 4f525d df6c75 98c379 e4c07a 61afef c577dd 56b5c1 ffffff',
		),
	},
	{
		name: 'VS Code, dark',
		source: 'microsoft/vscode, terminalColorRegistry.ts; without its own raising of the contrast',
		background: '#1e1e1e',
		text: '#cccccc',
		ansi: ansi(
			'000000 cd3131 0dbc79 e5e510 2472c8 bc3fbc 11a8cd e5e5e5 666666 f14c4c 23d18b f5f543 3b8eea d670d6 29b8db e5e5e5',
		),
	},
	{
		name: 'VS Code, light',
		source: 'microsoft/vscode, terminalColorRegistry.ts; without its own raising of the contrast',
		background: '#ffffff',
		text: '#333333',
		ansi: ansi(
			'000000 cd3131 107c10 949800 0451a5 bc05bc 0598bc 555555 666666 cd3131 14ce14 b5ba00 0451a5 bc05bc 0598bc a5a5a5',
		),
	},
	{name: 'GNOME, dark', source: gnomeSource, background: '#1e1e1e', text: '#ffffff', ansi: gnome},
	{name: 'GNOME, light', source: gnomeSource, background: '#ffffff', text: '#1e1e1e', ansi: gnome},
];

/** The contrast of two colours, 1 to 21. Source: WCAG 2.2, contrast ratio and relative luminance. */
export function contrast(one: string, other: string): number {
	const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5]
		.map(at => Number.parseInt(color.slice(at, at + 2), 16) / 255)
		.map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
