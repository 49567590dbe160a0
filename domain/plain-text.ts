/** Text that PostgreSQL can keep, and cutting it so that it stays so. */

/** PostgreSQL holds neither NUL nor half a surrogate pair in text, and reads no field of a JSON text that has one. */
export const isPlain = (text: string): boolean => !text.includes("\0") && text.isWellFormed();
export const PLAIN = "It holds characters that cannot be kept: type it instead of pasting it.";

/** Whether all texts of a JSON value are plain, names of fields too. */
export function isPlainValue(value: unknown): boolean {
  if (typeof value === "string") return isPlain(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isPlain(name) && isPlainValue(inner));
}

/** The first `length` UTF-16 units, one fewer where that would leave half of a surrogate pair. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const isInsidePair = /[\uD800-\uDBFF]/.test(text[length - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[length] ?? "");
  return text.slice(0, isInsidePair ? length - 1 : length);
}
