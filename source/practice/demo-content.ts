import type {ModelFacts, WorkspaceFacts} from './content.ts';

// Name, allowance in GB, models; a mark after a model's name says what is special about it.
const workspaces: ReadonlyArray<readonly [string, number, string]> = [
	[
		'Corporate Finance',
		80,
		'P&L Forecast|Balance Sheet & Cash Flow|Capex Planning|Long Range Plan 2027–2031|Board Reporting|P&L Forecast (archive 2024) A',
	],
	[
		'Supply Chain Planning',
		130,
		'Demand Planning|Inventory Optimisation|Sales & Operations Planning|Production Scheduling M|Supplier Collaboration|Demand Planning – Q3 snapshot A',
	],
	[
		'Workforce & People',
		40,
		'Headcount Planning|Compensation Review|Organisation Design|Absence & Leave|Talent Pipeline A',
	],
	[
		'Sales Performance',
		60,
		'Territory & Quota|Incentive Compensation L|Account Segmentation|Pipeline Forecast|Deal Desk',
	],
	['Data Hub', 150, 'Data Hub|Data Hub – History|Master Data Governance|Exchange Rates'],
	[
		'Europe – Ventes & Trésorerie',
		40,
		'Prévisions de ventes|Trésorerie hebdomadaire|Budget marketing 2027|Clôture mensuelle L',
	],
	['Planung DACH', 40, 'Umsatzplanung|Personalplanung Österreich|Größenklassen & Margen|Werk Köln'],
	['日本 事業計画', 40, '売上計画|人員計画|在庫計画 2027'],
	['Marketing 🚀 Campaigns', 20, 'Campaign Planner|Media Mix|Brand Tracker 📈'],
	['תכנון ישראל', 20, 'תקציב שנתי|תחזית מכירות'],
	[
		'Sandbox – Model Builders',
		20,
		'Training: Level 1|Training: Level 2|Copy of Demand Planning|Scratch A',
	],
	['Retired Planning (2019)', 10, 'Old Budget A|Old Forecast A'],
];

const marks: Readonly<Record<string, string>> = {
	A: 'ARCHIVED',
	L: 'LOCKED',
	M: 'PRODUCTION_MAINTENANCE',
};
const production = ['Corporate Finance', 'Supply Chain Planning', 'Sales Performance', 'Data Hub'];
const mebibyte = 1024 ** 2;
const day = 86_400_000;
const lastChange = Date.parse('2026-11-23T16:42:11Z');

/** A dozen workspaces as a company could have them. */
export function demoContent(): {
	readonly workspaces: readonly WorkspaceFacts[];
	readonly models: readonly ModelFacts[];
} {
	const models = workspaces.flatMap(([workspaceName, allowance, list], workspace) =>
		list.split('|').map((text, number): ModelFacts => {
			const mark = marks[/ ([A-Z])$/.exec(text)?.[1] ?? ''];
			const spread = (workspace * 37 + number * 61) % 97;
			const age = (spread ** 2 * day) / 40 + number * 3_400_000;
			return {
				name: mark === undefined ? text : text.slice(0, -2),
				workspace,
				activeState: mark ?? (production.includes(workspaceName) ? 'PRODUCTION' : 'UNLOCKED'),
				memoryUsage: Math.round((allowance * mebibyte * (spread + 3) * 1.7) / (number + 1)),
				lastModified: lastChange - (mark === 'ARCHIVED' ? age + 700 * day : age),
				created: lastChange - (900 + spread * 11) * day,
				lastSavedSerialNumber: 20_000 + spread * 117,
			};
		}),
	);
	return {
		models,
		workspaces: workspaces.map(([name, allowance], number) => ({
			name,
			active: !name.startsWith('Retired'),
			sizeAllowance: allowance * 1024 * mebibyte,
			currentSize: models
				.filter(({workspace}) => workspace === number)
				.reduce((sum, {memoryUsage = 0}) => sum + memoryUsage, 0),
		})),
	};
}
