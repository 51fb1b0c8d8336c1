import {Text} from 'ink';
import type {ReactNode} from 'react';
import {findRegion, regions} from '../../core/anaplan/region.ts';
import {
	type ClientField,
	clientFields,
	type FieldFault,
	type GrantType,
} from '../../core/oauth/client.ts';
import {printable} from '../../core/printable.ts';
import {fieldLabels, grantWords} from '../../core/sign-in/setup-words.ts';
import {textWidth} from '../../core/text-width.ts';
import {cursorColumn} from '../components/field-view.ts';
import {MaskedField, maskedCursorColumn} from '../components/masked-field.tsx';
import {alarm, warning} from '../components/problem-view.tsx';
import {paragraph, row} from '../components/rows.tsx';
import {TextField} from '../components/text-field.tsx';
import {textOf} from '../components/text-field-state.ts';
import type {Block} from '../layout.ts';
import {palette} from '../palette.ts';
import {isKeptSecret, type SetupForm} from './setup-form.ts';

const leadWidth = 16;

/** The fields, each with what is wrong with it or was done to it below. */
export function fieldBlocks(
	form: SetupForm,
	faults: readonly FieldFault[],
	width: number,
): readonly Block[] {
	return clientFields(form.grant).map(field => {
		const hasFocus = form.focus === field;
		const note = hasFocus ? form.note : undefined;
		const fault = form.visited.includes(field)
			? faults.find(candidate => candidate.field === field)?.message
			: undefined;
		const isFaulty = fault !== undefined && note === undefined;
		return {
			rows: [
				fieldRow(form, field, width, fault !== undefined),
				...paragraph(
					note ?? fault ?? '',
					width,
					{},
					{...(isFaulty ? alarm : warning), before: '  '},
				),
			],
			isFocus: hasFocus,
			...(hasFocus && cursorOf(form, field, width - leadWidth)),
		};
	});
}

/** Where the cursor stands in a field that takes text. */
function cursorOf(form: SetupForm, field: ClientField, width: number): Pick<Block, 'cursor'> {
	const column = textColumn(form, field, width);
	return column === undefined ? {} : {cursor: {row: 0, column: leadWidth + column}};
}

function textColumn(form: SetupForm, field: ClientField, width: number): number | undefined {
	switch (field) {
		case 'grant':
			return undefined;
		case 'region':
			return form.regionTyped === '' ? undefined : textWidth(form.regionTyped);
		case 'clientSecret':
			return maskedCursorColumn(secretLength(form));
		default:
			return cursorColumn(form.texts[field], width);
	}
}

const secretLength = (form: SetupForm): number =>
	(isKeptSecret(form) ? form.draft.clientSecret : textOf(form.texts.clientSecret)).length;

function fieldRow(
	form: SetupForm,
	field: ClientField,
	width: number,
	isFaulty: boolean,
): ReactNode {
	const hasFocus = form.focus === field;
	const mark = hasFocus ? '▸' : isFaulty ? '!' : ' ';
	return row(
		<>
			<Text {...(hasFocus ? palette.accent : palette.alarm)}>{`${mark} `}</Text>
			<Text {...(hasFocus && palette.strong)}>{fieldLabels[field].padEnd(leadWidth - 2)}</Text>
			<Value form={form} field={field} width={width - leadWidth} hasFocus={hasFocus} />
		</>,
	);
}

function Value({
	form,
	field,
	width,
	hasFocus,
}: {
	readonly form: SetupForm;
	readonly field: ClientField;
	readonly width: number;
	readonly hasFocus: boolean;
}): ReactNode {
	if (field === 'grant') {
		return <GrantValue grant={form.grant} hasFocus={hasFocus} />;
	}

	if (field === 'region') {
		return <RegionValue form={form} hasFocus={hasFocus} />;
	}

	if (field === 'clientSecret') {
		return <MaskedField length={secretLength(form)} hasFocus={hasFocus} />;
	}

	return <TextField field={form.texts[field]} width={width} hasFocus={hasFocus} />;
}

function GrantValue({
	grant,
	hasFocus,
}: {
	readonly grant: GrantType;
	readonly hasFocus: boolean;
}): ReactNode {
	const [name, about] = grantWords[grant];
	return (
		<Text>
			{hasFocus && <Text {...palette.accent}>{'‹ '}</Text>}
			<Text {...(hasFocus && palette.chosen)}>{name}</Text>
			{hasFocus && <Text {...palette.accent}>{' ›'}</Text>}
			{`  ${about}`}
		</Text>
	);
}

function RegionValue({
	form,
	hasFocus,
}: {
	readonly form: SetupForm;
	readonly hasFocus: boolean;
}): ReactNode {
	const label = findRegion(form.region)?.label ?? 'unknown';
	const at = regions.findIndex(({code}) => code === form.region) + 1;
	if (hasFocus && form.regionTyped !== '') {
		return <Text>{form.regionTyped}</Text>;
	}

	return (
		<Text>
			{hasFocus && <Text {...palette.accent}>{'‹ '}</Text>}
			<Text {...(hasFocus && palette.chosen)}>{printable(form.region, 20)}</Text>
			{hasFocus && <Text {...palette.accent}>{' ›'}</Text>}
			{`  ${label}${hasFocus ? `  ${at}/${regions.length}` : ''}`}
		</Text>
	);
}
