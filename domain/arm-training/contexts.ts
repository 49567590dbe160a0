/** The contexts of what an arm keeps, as a training run on it counts them. */
import type { PoolTable } from "../filtering/pool-table";
import type { DataFacts } from "../training/check";

export type KeptContexts = Pick<
  DataFacts,
  "trajectories" | "subTrajectories" | "distinctContexts" | "tokens" | "uncounted" | "tooLong" | "actionsTooLong"
>;

/** `kept`: a 1 or a 0 for each step of the table. Of equal contexts the longest count stands. */
export function countKeptContexts(table: PoolTable, kept: Uint8Array, maxContextTokens: number): KeptContexts {
  // Of each context: kept actions, and tokens; -1: nobody counted them.
  const actions = new Int32Array(table.contextHash.length);
  const tokens = new Int32Array(table.contextHash.length).fill(-1);
  let [trajectories, subTrajectories] = [0, 0];
  for (let row = 0; row < table.size; row += 1) {
    let isKept = false;
    for (let at = table.offset[row] ?? 0; at < (table.offset[row + 1] ?? 0); at += 1) {
      if (kept[at] !== 1) continue;
      isKept = true;
      subTrajectories += 1;
      const context = table.context[at] ?? 0;
      actions[context] = (actions[context] ?? 0) + 1;
      tokens[context] = Math.max(tokens[context] ?? -1, table.contextTokens[at] ?? -1);
    }
    if (isKept) trajectories += 1;
  }
  let [distinct, total, max, counted, tooLong, actionsTooLong] = [0, 0, 0, 0, 0, 0];
  for (let context = 0; context < actions.length; context += 1) {
    const [times, own] = [actions[context] ?? 0, tokens[context] ?? -1];
    if (times === 0) continue;
    distinct += 1;
    if (own < 0) continue;
    counted += 1;
    total += own;
    max = Math.max(max, own);
    if (own <= maxContextTokens) continue;
    tooLong += 1;
    actionsTooLong += times;
  }
  return {
    trajectories,
    subTrajectories,
    distinctContexts: distinct,
    tokens: counted === 0 ? null : { total, max, mean: total / counted },
    uncounted: distinct - counted,
    tooLong,
    actionsTooLong,
  };
}
