/** JSON text in which PostgreSQL can look fields up: it reads no NUL and no half of a surrogate pair. */

export const plain = (text: string) => text.replaceAll("\0", "\u2400").toWellFormed();

/** NUL becomes the sign for it, half of a surrogate pair U+FFFD, in texts and in names of fields. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "string") return plain(inner);
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const names = Object.keys(inner);
    if (names.every((name) => plain(name) === name)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, field]) => [plain(name), field]));
  });
}
