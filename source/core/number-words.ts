import {once} from './once.ts';

const numbers = once(() => new Intl.NumberFormat('en-GB'));

/** A number of things, such as `20,000`. */
export const count = (value: number): string => numbers().format(value);
