/** Reads a json column, which comes as its text. */
export const parsed = (text: string): unknown => JSON.parse(text);
