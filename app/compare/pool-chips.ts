/** A pool in words, condition by condition. */
import { againstSummary, setNameOf } from "@/app/trajectories/_browse/filters";
import type { Names } from "@/domain/browse";
import { endStateWords } from "@/domain/end-state";
import { formatNumber } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import { numberWords } from "@/domain/reference";

export type PoolChip = { field: string; text: string };

/** Nothing for the judging and labelling run, which the page names on their own. */
export function poolChips(pool: Pool, names: Names): PoolChip[] {
  const nameOf = (list: readonly { id: number; name: string }[], id: number) =>
    list.find((item) => item.id === id)?.name ?? numberWords(id);
  const chips: PoolChip[] = [];
  const add = (field: string, values: readonly string[], word = "or") => {
    if (values.length > 0) chips.push({ field, text: values.join(` ${word} `) });
  };
  if (pool.scope !== null) add("Made on by", [nameOf(names.judgingRuns, pool.scope)]);
  add(
    "Set",
    pool.sets.map((id) => nameOf(names.sets, id)),
  );
  add(
    "Rollout run",
    pool.runs.map((id) => nameOf(names.runs, id)),
  );
  add(
    "Model",
    pool.models.map((id) => (id === 0 ? "not recorded" : nameOf(names.models, id))),
  );
  add("Process", pool.process);
  add("Outcome", pool.outcome);
  if (pool.judgeAgainst !== null)
    add("Process", [againstSummary(nameOf(names.judgingRuns, pool.judgeAgainst), pool.processAgainst)]);
  if (pool.labelsAgainst !== null)
    add("Outcome", [againstSummary(nameOf(names.labellingRuns, pool.labelsAgainst), pool.outcomeAgainst)]);
  if (pool.mode !== null) add("Kept by", [pool.mode]);
  add("Tool", pool.tools, "and");
  add("End state", pool.endStates.map(endStateWords));
  add("Steps", range(pool.minSteps, pool.maxSteps));
  add("Mean score", range(pool.minScore, pool.maxScore));
  if (pool.trainingSet !== null) add("In training set", [setNameOf(names, pool.trainingSet)]);
  if (pool.question !== null) add("Question", [numberWords(pool.question)]);
  if (pool.search !== "") add("Search", [`“${pool.search}”`]);
  return chips;
}

function range(low: number | null, high: number | null): string[] {
  const write = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 1);
  if (low !== null && high !== null) return [low === high ? write(low) : `${write(low)} to ${write(high)}`];
  if (low !== null) return [`at least ${write(low)}`];
  return high === null ? [] : [`at most ${write(high)}`];
}
