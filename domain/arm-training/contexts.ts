/** The contexts of what an arm keeps, as a training run on it counts them. */
import type { PoolTable } from "../filtering/pool-table";
import type { DataFacts } from "../training/check";

export type KeptContexts = Pick<
  DataFacts,
  "trajectories" | "subTrajectories" | "distinctContexts" | "tokens" | "uncounted" | "tooLong" | "actionsTooLong"
>;

/** `kept`: a 1 or a 0 for each step of the table. Of equal contexts the longest count stands. */
export function countKeptContexts(table: PoolTable, kept: Uint8Array, maxContextTokens: number): KeptContexts {
  const contexts = new Map<bigint, { tokens: number; actions: number }>();
  let [trajectories, subTrajectories] = [0, 0];
  for (let row = 0; row < table.size; row += 1) {
    let isKept = false;
    for (let at = table.offset[row] ?? 0; at < (table.offset[row + 1] ?? 0); at += 1) {
      if (kept[at] !== 1) continue;
      isKept = true;
      subTrajectories += 1;
      const hash = table.context[at] ?? 0n;
      const tokens = table.contextTokens[at] ?? -1;
      const known = contexts.get(hash);
      if (known) {
        known.actions += 1;
        known.tokens = Math.max(known.tokens, tokens);
      } else contexts.set(hash, { tokens, actions: 1 });
    }
    if (isKept) trajectories += 1;
  }
  let [total, max, counted, tooLong, actionsTooLong] = [0, 0, 0, 0, 0];
  for (const { tokens, actions } of contexts.values()) {
    if (tokens < 0) continue;
    counted += 1;
    total += tokens;
    max = Math.max(max, tokens);
    if (tokens <= maxContextTokens) continue;
    tooLong += 1;
    actionsTooLong += actions;
  }
  return {
    trajectories,
    subTrajectories,
    distinctContexts: contexts.size,
    tokens: counted === 0 ? null : { total, max, mean: total / counted },
    uncounted: contexts.size - counted,
    tooLong,
    actionsTooLong,
  };
}
