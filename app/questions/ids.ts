/** The id in a path, or 0, which no row has. */
export function readId(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}
