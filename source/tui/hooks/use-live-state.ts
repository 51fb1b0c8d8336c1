import {useRef, useState} from 'react';

/**
 * State whose newest value can be read between two drawings: text and the Enter after it may come
 * in one chunk, and Enter must see the text.
 */
export function useLiveState<Value>(
	initial: () => Value,
): [value: Value, change: (next: (value: Value) => Value) => void, newest: () => Value] {
	const [value, setValue] = useState(initial);
	const newest = useRef(value);
	const change = (next: (value: Value) => Value) => {
		newest.current = next(newest.current);
		setValue(newest.current);
	};

	return [value, change, () => newest.current];
}
