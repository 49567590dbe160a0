/** Where a page of a list begins, should the list have become shorter than that: at the last page there is. */
export function pageStart(from: number, listed: number, page: number): number {
  const last = Math.max(0, Math.ceil(listed / page) - 1) * page;
  return Math.min(from, last);
}
