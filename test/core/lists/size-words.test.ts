import {expect, test} from 'vitest';
import {sizeWords} from '../../../source/core/lists/size-words.ts';

test.each([
	[0, '0 B'],
	[999, '999 B'],
	[1000, '1.0 KB'],
	[1024, '1 KB'],
	[1536, '1.5 KB'],
	[102_298, '99.9 KB'],
	[102_400, '100 KB'],
	[163_950_621, '156 MB'],
	[1_073_741_824, '1 GB'],
	[130 * 1024 ** 3, '130 GB'],
	[1024 ** 4, '1 TB'],
	[5000 * 1024 ** 5, '5000 PB'],
])('%d bytes are said as %s', (bytes, words) => {
	expect(sizeWords(bytes)).toBe(words);
});
