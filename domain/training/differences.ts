/** Configs side by side, field by field. */
export type Difference = { path: string; values: string[] };

/** The fields that are not the same in all, in the order of the first; a field that one lacks is "–" there. */
export const findDifferences = (configs: readonly unknown[]): Difference[] =>
  compareFields(configs).filter(isDifferent);

/** All fields of all, nested ones by their path. */
export function compareFields(configs: readonly unknown[]): Difference[] {
  const flat = configs.map((config) => new Map(flatten(config)));
  const paths = [...new Set(flat.flatMap((fields) => [...fields.keys()]))];
  return paths.map((path) => ({ path, values: flat.map((fields) => fields.get(path) ?? "–") }));
}

export const isDifferent = ({ values }: Difference): boolean => new Set(values).size > 1;

function flatten(value: unknown, path = ""): [string, string][] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [[path, typeof value === "string" ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, inner]) => flatten(inner, path === "" ? name : `${path}.${name}`));
}
