/** What two models came to on the same question sets. */
import { preferred } from "./standing";
import type { Result } from "./table";

export type SideBySide<R extends Result> = {
  set: number;
  setName: string;
  inference: string;
  /** The newest finished and labelled eval of each, else what there is; null where there is none with these settings */
  a: R | null;
  b: R | null;
};

/** `results` are the newest first. By question set and settings; those that both have come first. */
export function sideBySide<R extends Result>(results: readonly R[], a: number, b: number): SideBySide<R>[] {
  const groups = new Map<string, R[]>();
  for (const result of results) {
    if (result.model !== a && result.model !== b) continue;
    const key = `${result.set} ${result.inference}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const pairs = [...groups.values()].map((own) => {
    const { set, setName, inference } = own[0] as R;
    const of = (model: number) => preferred(own.filter((one) => one.model === model));
    return { set, setName, inference, a: of(a), b: of(b) };
  });
  const isWhole = (pair: SideBySide<R>) => pair.a !== null && pair.b !== null;
  return pairs.sort((x, y) => Number(isWhole(y)) - Number(isWhole(x)) || x.set - y.set);
}
