import type headless from '@xterm/headless';
import type {TerminalSession} from '../helpers/terminal-session.ts';

/** A screen as it was captured: rows of runs of cells that look alike. */
export type Capture = {
	readonly title: string;
	readonly rows: ReadonlyArray<readonly Run[]>;
};

type Run = {
	readonly column: number;
	/** In cells; a wide character takes two. */
	readonly width: number;
	readonly text: string;
	readonly style: string;
};

/** Reads the cells of a terminal's screen; `replacements` for what differs from run to run. */
export function capture(
	title: string,
	terminal: Pick<TerminalSession, 'buffer' | 'cursor'>,
	columns: number,
	rowCount: number,
	replacements: ReadonlyArray<readonly [from: string, to: string]>,
): Capture {
	const stable = (text: string): string =>
		replacements.reduce((sofar, [from, to]) => sofar.replaceAll(from, to), text);
	const buffer = terminal.buffer();
	const cursor = terminal.cursor();
	const rows = Array.from({length: rowCount}, (_, row) => {
		const line = buffer.getLine(buffer.baseY + row);
		const runs: {column: number; width: number; text: string; style: string}[] = [];
		for (let column = 0; column < columns; column++) {
			const cell = line?.getCell(column);
			const width = cell?.getWidth() ?? 1;
			if (width === 0) {
				// The second half of a wide character.
				continue;
			}

			const text = cell?.getChars() || ' ';
			const isCursor = cursor?.row === row && cursor.column === column;
			const style = cell ? styleOf(cell, isCursor) : '';
			const last = runs.at(-1);
			// Fonts differ in how wide a wide character is, so each stands by itself.
			const before = directionOf(last?.text.trimEnd() ?? '');
			const goesOn = before === directionOf(text) || (before === 'leftwards' && text === ' ');
			if (last?.style === style && width === 1 && goesOn) {
				last.text += text;
				last.width += 1;
			} else {
				runs.push({column, width, text, style});
			}
		}

		return runs
			.filter(({text, style}) => text.trim() !== '' || style.includes('inverse'))
			.map(withoutStraySpaces)
			.map(run => {
				const text = stable(run.text);
				return {...run, text, width: run.width + text.length - run.text.length};
			});
	});
	return {title, rows};
}

/** Of a run's last character; a browser sets what is written from right to left apart. */
const directionOf = (text: string): 'alone' | 'leftwards' | 'rightwards' =>
	/[\p{Script=Hebrew}\p{Script=Arabic}]$/u.test(text)
		? 'leftwards'
		: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}]$/u.test(text)
			? 'alone'
			: 'rightwards';

/** Spaces behind what is written leftwards would be drawn before it. */
function withoutStraySpaces(run: Run): Run {
	const text = run.text.trimEnd();
	return directionOf(text) === 'leftwards'
		? {...run, text, width: run.width + text.length - run.text.length}
		: run;
}

function styleOf(cell: headless.IBufferCell, isCursor: boolean): string {
	const color = cell.isFgPalette() ? `c${cell.getFgColor()}` : '';
	return [
		color,
		cell.isBold() ? 'bold' : '',
		cell.isDim() ? 'dim' : '',
		cell.isInverse() !== 0 || isCursor ? 'inverse' : '',
		cell.isUnderline() ? 'underline' : '',
	]
		.filter(Boolean)
		.join(' ');
}

const cellWidth = 8.4;
const cellHeight = 18;
const margin = 16;
const titleHeight = 30;

/** One SVG that shows captures below each other; it follows the reader's light or dark scheme. */
export function picture(captures: readonly Capture[], columns: number): string {
	const width = columns * cellWidth + 2 * margin;
	let y = 0;
	const panels = captures.map(({title, rows}) => {
		const height = titleHeight + rows.length * cellHeight + margin;
		const lines = rows.flatMap((runs, row) => runs.map(run => runElement(run, row)));
		const panel = `<g transform="translate(0 ${y})"><rect class="window" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/><text class="title" x="${width / 2}" y="19">${escaped(title)}</text><g transform="translate(${margin} ${titleHeight})">${lines.join('')}</g></g>`;
		y += height + margin;
		return panel;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="${width}" height="${y - margin}" viewBox="0 0 ${width} ${y - margin}"><style>${style}</style>${panels.join('\n')}</svg>\n`;
}

function runElement({column, width, text, style: classes}: Run, row: number): string {
	const x = (column * cellWidth).toFixed(1);
	const y = row * cellHeight;
	const length = (width * cellWidth).toFixed(1);
	const back = classes.includes('inverse')
		? `<rect class="cursor" x="${x}" y="${y}" width="${length}" height="${cellHeight}"/>`
		: '';
	return `${back}<text class="${classes}" x="${x}" y="${y + 13}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
}

const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const style = `
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:#24292f}
.window{fill:#fff;stroke:#d0d7de}.title{text-anchor:middle;font-family:sans-serif;font-size:12px;fill:#57606a}
.bold{font-weight:700}.dim{opacity:.62}.underline{text-decoration:underline}.cursor{fill:#24292f}.inverse{fill:#fff}
.c1{fill:#cf222e}.c2{fill:#116329}.c3{fill:#7d4e00}.c4{fill:#0550ae}.c5{fill:#8250df}.c6{fill:#1b7c83}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.window{fill:#0d1117;stroke:#30363d}.title{fill:#8b949e}.cursor{fill:#e6edf3}.inverse{fill:#0d1117}
.c1{fill:#ff7b72}.c2{fill:#56d364}.c3{fill:#e3b341}.c4{fill:#79c0ff}.c5{fill:#d2a8ff}.c6{fill:#39c5cf}}
`.replaceAll('\n', '');
