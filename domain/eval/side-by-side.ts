/** What two models came to on the same question sets. */
import type { Result } from "./table";

export type SideBySide<R extends Result> = {
  set: number;
  setName: string;
  inference: string;
  /** The newest eval of each; null where there is none with these settings */
  a: R | null;
  b: R | null;
};

/** `results` are the newest first. By question set and settings; those that both have come first. */
export function sideBySide<R extends Result>(results: readonly R[], a: number, b: number): SideBySide<R>[] {
  const pairs = new Map<string, SideBySide<R>>();
  for (const result of results) {
    const { set, setName, inference, model } = result;
    const key = `${set} ${inference}`;
    const pair = pairs.get(key) ?? { set, setName, inference, a: null, b: null };
    if (model === a) pair.a ??= result;
    if (model === b) pair.b ??= result;
    if (pair.a || pair.b) pairs.set(key, pair);
  }
  const isWhole = (pair: SideBySide<R>) => pair.a !== null && pair.b !== null;
  return [...pairs.values()].sort((x, y) => Number(isWhole(y)) - Number(isWhole(x)) || x.set - y.set);
}
