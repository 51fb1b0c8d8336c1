import process from 'node:process';

/**
 * Modules of Node's that take milliseconds to load, loaded when they are first used: a token that is
 * fresh needs none of them.
 */
export const crypto = () => process.getBuiltinModule('node:crypto');
export const readline = () => process.getBuiltinModule('node:readline');
export const v8 = () => process.getBuiltinModule('node:v8');
export const stream = () => process.getBuiltinModule('node:stream');
