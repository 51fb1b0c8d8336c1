// Ink writes each colour as a sequence of its own, never together with another attribute.
const colors = /\u001B\[(?:[349][0-79]|10[0-7]|[34]8;[\d;]*)m/g;

/** A drawing without its colours; bold, inverse and underline, which are none, stay (no-color.org). */
export const withoutColors = (drawing: string): string => drawing.replace(colors, '');
