/** Makes a thing when it is first asked for, and gives the same one from then on; for what takes milliseconds to make. */
export function once<Thing extends object>(make: () => Thing): () => Thing {
	let made: Thing | undefined;
	return () => {
		made ??= make();
		return made;
	};
}
