import {Help, type HelpConfiguration} from 'commander';

/** Beside the words that are explained there is always room for this much. */
const leastBeside = 36;
const indent = ' '.repeat(6);

/** The layout of all help: in a window that is too narrow for two columns, explanations stand below their words. */
export const helpLayout: HelpConfiguration = {
	minWidthToWrap: 20,
	formatItem(term, termWidth, description, helper) {
		const width = helper.helpWidth ?? 80;
		if (description === '' || width - termWidth - 4 >= leastBeside) {
			return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
		}

		const below = helper.boxWrap(description, width - indent.length);
		return `  ${term}\n${indent}${below.replaceAll('\n', `\n${indent}`)}`;
	},
};
