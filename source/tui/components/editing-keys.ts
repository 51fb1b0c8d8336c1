import type {Binding} from '../keys.ts';
import type {Edit} from './text-field-state.ts';

/** The keys that edit a field, without hints: everybody knows them. */
export function editingKeys(apply: (edit: Edit) => void): readonly Binding[] {
	const bind = (type: Exclude<Edit['type'], 'insert'>, ...keys: readonly string[]): Binding => ({
		keys,
		label: keys[0] ?? '',
		run: () => apply({type}),
	});
	return [
		bind('deleteBefore', 'backspace'),
		bind('deleteAfter', 'delete', 'ctrl+d'),
		bind('deleteWord', 'ctrl+w', 'alt+backspace', 'ctrl+backspace'),
		bind('deleteToEnd', 'ctrl+k'),
		bind('clear', 'ctrl+u'),
		bind('left', 'left', 'ctrl+b'),
		bind('right', 'right', 'ctrl+f'),
		bind('wordLeft', 'ctrl+left', 'alt+left', 'alt+b'),
		bind('wordRight', 'ctrl+right', 'alt+right', 'alt+f'),
		bind('home', 'home', 'ctrl+a'),
		bind('end', 'end', 'ctrl+e'),
	];
}
