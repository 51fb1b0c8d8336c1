/** Whether the answer to a question with [y/N] is a yes; anything else is a no. */
export const saysYes = (answer: string): boolean => /^\s*y(es)?\s*$/i.test(answer);
