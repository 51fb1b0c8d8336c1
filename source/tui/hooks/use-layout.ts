import {useWindowSize} from 'ink';
import {type Layout, layoutFor} from '../layout.ts';

/** The layout for the window as it is now. */
export const useLayout = (): Layout => layoutFor(useWindowSize());
