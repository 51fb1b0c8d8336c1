import type {ModelFacts, WorkspaceFacts} from './content.ts';

const workspaceCount = 300;
const modelCount = 20_000;

// Names as they are in the world, and some that are there to break a table.
const subjects = [
	'Demand Planning',
	'Headcount',
	'P&L Forecast',
	'Capex',
	'Trésorerie',
	'Größenklassen',
	'Łódź Warehouse',
	'Prévisions de ventes',
	'売上計画',
	'人員計画',
	'사업 계획',
	'תקציב שנתי',
	'خطة المبيعات',
	'Планирование',
	'แผนงบประมาณ',
	'बजट योजना',
	'Campaigns 🚀',
	'Family 👨‍👩‍👧‍👦 Benefits',
	'Flags 🇫🇷🇩🇪',
	'Cafe\u0301 Cre\u0300me',
	'Ｆｕｌｌ　Ｗｉｄｔｈ',
	'Z̸a̶l̵g̷o̴',
	'=SUM(A1:A9)',
	'Tabs\tand\nlines',
	'Right\u202Eto left',
	'Data Hub',
];
const places = [
	'EMEA',
	'APAC',
	'LATAM',
	'North America',
	'DACH',
	'Nordics',
	'日本',
	'Česko',
	'México',
];
const states = [
	'UNLOCKED',
	'UNLOCKED',
	'PRODUCTION',
	'PRODUCTION',
	'ARCHIVED',
	'LOCKED',
	'MAINTENANCE',
	'PRODUCTION_MAINTENANCE',
	'HIBERNATING',
	undefined,
];
const gibibyte = 1024 ** 3;
const minute = 60_000;
const lastChange = Date.parse('2026-11-23T23:59:00Z');

/** 300 workspaces with 20,000 models between them; the same ones every time. */
export function largeContent(): {
	readonly workspaces: readonly WorkspaceFacts[];
	readonly models: readonly ModelFacts[];
} {
	return {
		workspaces: Array.from({length: workspaceCount}, (_, number) => {
			const sizeAllowance = number % 41 === 7 ? undefined : (1 + mixed(number, 130)) * gibibyte;
			return {
				name: nameOf(number, 'Workspace'),
				active: number % 29 !== 3,
				sizeAllowance,
				currentSize:
					number % 37 === 5
						? undefined
						: Math.round(((sizeAllowance ?? gibibyte) * mixed(number, 104)) / 100),
			};
		}),
		models: Array.from({length: modelCount}, (_, number) => ({
			name: nameOf(number, 'Model'),
			workspace: mixed(number, workspaceCount),
			activeState: states[mixed(number, states.length)],
			memoryUsage: number % 23 === 4 ? undefined : mixed(number, 9000) * 1_234_567,
			lastModified: number % 31 === 6 ? undefined : lastChange - mixed(number, 2_000_000) * minute,
			created:
				number % 19 === 2 ? undefined : lastChange - (2_000_000 + mixed(number, 999_999)) * minute,
			lastSavedSerialNumber: number % 2 === 0 ? number * 17 : String(number * 17),
		})),
	};
}

function nameOf(number: number, kind: string): string {
	const subject = subjects[number % subjects.length] ?? kind;
	const place = places[mixed(number, places.length)] ?? '';
	// Every now and then two are called the same, and one has far too much to say.
	if (number % 97 === 11) return `${kind} copy`;
	if (number % 503 === 13) return `${subject} ${place} `.repeat(12).trim();
	return `${subject} ${place} ${number % 1000}`;
}

/** A number below `limit` that looks like chance. */
function mixed(number: number, limit: number): number {
	return (Math.imul(number + 1, 0x9e37_79b1) >>> 7) % limit;
}
