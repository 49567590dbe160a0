/** As many lines as a chart tells apart */
export const MOST_COMPARED = 6;

/** The runs of an address: `?run=1&run=2`; what is no id is left out. */
export function readRunIds(given: string | string[] | undefined): number[] {
  const texts = given === undefined ? [] : [given].flat();
  const ids = texts.filter((text) => /^[1-9]\d{0,8}$/.test(text)).map(Number);
  return [...new Set(ids)].slice(0, MOST_COMPARED);
}

export const compareHref = (ids: readonly number[]) =>
  `/training/compare${ids.length === 0 ? "" : `?${ids.map((id) => `run=${id}`).join("&")}`}`;
