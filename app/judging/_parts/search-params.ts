/** A page's query string as the browser writes it. */
export type PageParams = Record<string, string | string[] | undefined>;

export function asSearchParams(params: PageParams): URLSearchParams {
  const entries = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().flatMap((each): [string, string][] => (each === undefined ? [] : [[name, each]])),
  );
  return new URLSearchParams(entries);
}
