/** Every figure of an experiment, from one snapshot of the database. */
import { createHash } from "node:crypto";
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import type { Arm, ExperimentPlan } from "@/domain/experiment";
import { type ArmFigures, armFigures, type PoolFigures, poolFigures } from "@/domain/filtering/figures";
import { asksProcess, type Filter, readsScores } from "@/domain/filtering/filter";
import type { HeldOutReason } from "@/domain/filtering/hold-out";
import { type Overlap, overlapOf } from "@/domain/filtering/overlap";
import type { JudgeColumn, OutcomeColumn, PoolTable } from "@/domain/filtering/pool-table";
import type { Judges } from "@/domain/filtering/process";
import { contextsIn, matchTo, type Selection, select } from "@/domain/filtering/select";
import type { Db } from "@/server/db";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { namedRun } from "@/server/queries/compare/named-run";
import { readJudgeColumn, readOutcomeColumn } from "@/server/queries/experiment/columns";
import { readHeldOut } from "@/server/queries/experiment/held-out";
import { type ReadOptions, readPoolTable } from "@/server/queries/experiment/pool-table";
import { readRevision } from "@/server/queries/training/data-check";

export type EvaluatedArm = Arm & {
  figures: ArmFigures;
  /** Of the pool's questions: how many are held out, by reason */
  heldOut: Partial<Record<HeldOutReason, number>>;
};

export type EvaluatedExperiment = {
  /** By the first arm's outcome rule */
  pool: PoolFigures;
  arms: EvaluatedArm[];
  /** Of the arms i and j, i before j: overlaps[i][j - i - 1] */
  overlaps: Overlap[][];
  /** Distinct contexts that every arm was drawn down to; null where they are not matched */
  matchedTo: number | null;
  /** Changes whenever a figure could: of the pool's trajectories and what the runs say of them */
  fingerprint: string;
  revision: number;
};

/** What the arms of a plan are decided over. */
export type Loaded = {
  table: PoolTable;
  judges: ReadonlyMap<number, JudgeColumn>;
  outcomes: ReadonlyMap<number, OutcomeColumn>;
  selections: Selection[];
  heldOut: ReadonlyMap<number, HeldOutReason>[];
  matchedTo: number | null;
};

/** Throws precondition where a mode lacks its judging run, not-found for a run that is gone. */
export function evaluateExperiment(
  db: Db,
  plan: Pick<ExperimentPlan, "pool" | "arms" | "matching">,
): Promise<EvaluatedExperiment> {
  return inSnapshot(db.pool, async (client) => {
    const loaded = await loadArms(client, plan);
    const { table, selections } = loaded;
    const [first] = plan.arms;
    return {
      pool: poolFigures(table, outcomeColumn(loaded, first?.filter), first?.filter ?? NO_RULE),
      arms: plan.arms.map((arm, index) => ({
        ...arm,
        figures: armFigures(table, outcomeColumn(loaded, arm.filter), arm.filter, at(selections, index)),
        heldOut: tally([...at(loaded.heldOut, index).values()]),
      })),
      overlaps: selections.map((one, index) =>
        selections.slice(index + 1).map((other) => overlapOf(table, one, other)),
      ),
      matchedTo: loaded.matchedTo,
      fingerprint: fingerprintOf(loaded),
      revision: await readRevision(client),
    };
  });
}

const NO_RULE: Pick<Filter, "outcome"> = { outcome: { labels: null, threshold: null } };

/** Reads what the arms ask for and applies their filters. The caller holds a snapshot. */
export async function loadArms(
  client: pg.ClientBase,
  { pool, arms, matching }: Pick<ExperimentPlan, "pool" | "arms" | "matching">,
  options: ReadOptions = {},
): Promise<Loaded> {
  const table = await readPoolTable(client, pool, options);
  const judges = new Map<number, JudgeColumn>();
  for (const [id, withScores] of judgesOf(arms)) {
    await namedRun(client, "judging run", id);
    judges.set(id, await readJudgeColumn(client, table, id, { withScores }));
  }
  const outcomes = new Map<number, OutcomeColumn>();
  for (const id of new Set(arms.flatMap(({ filter }) => filter.outcome.labels ?? []))) {
    await namedRun(client, "labelling run", id);
    outcomes.set(id, await readOutcomeColumn(client, table, id));
  }
  const heldOut: Map<number, HeldOutReason>[] = [];
  for (const { filter } of arms) heldOut.push(await readHeldOut(client, table, filter.holdOut));
  const chosen = arms.map(({ name, filter }, index) => {
    requireJudge(name, filter);
    return select(filter, {
      table,
      judges: judgesFor(filter, judges),
      outcome: filter.outcome.labels === null ? null : (outcomes.get(filter.outcome.labels) ?? null),
      heldOut: new Set(at(heldOut, index).keys()),
    });
  });
  const least = matching ? Math.min(...chosen.map((one) => countContexts(table, one))) : null;
  const selections =
    least === null ? chosen : chosen.map((one, index) => matchTo(least, one, table, at(arms, index).filter.seed));
  return { table, judges, outcomes, selections, heldOut, matchedTo: least };
}

export function judgesFor({ process }: Pick<Filter, "process">, judges: ReadonlyMap<number, JudgeColumn>): Judges {
  return {
    judges: process.judges.flatMap((id) => judges.get(id) ?? []),
    override: process.override === null ? null : (judges.get(process.override) ?? null),
  };
}

function requireJudge(name: string, { mode, process }: Filter): void {
  if (asksProcess(mode) && process.judges.length === 0 && process.override === null)
    throw new StudioError("precondition", `The arm "${name}" needs a judging run: its mode follows verdicts.`);
}

/** Judging runs of all arms, and whether their scores are read. */
function judgesOf(arms: readonly Arm[]): Map<number, boolean> {
  const found = new Map<number, boolean>();
  for (const { filter } of arms) {
    const { judges, override } = filter.process;
    for (const id of [...judges, ...(override === null ? [] : [override])])
      found.set(id, (found.get(id) ?? false) || readsScores(filter.process));
  }
  return found;
}

function outcomeColumn({ outcomes }: Loaded, filter: Filter | undefined): OutcomeColumn | null {
  const labels = filter?.outcome.labels ?? null;
  return labels === null ? null : (outcomes.get(labels) ?? null);
}

const countContexts = (table: PoolTable, selection: Selection): number =>
  contextsIn(table, selection).reduce((sum, isIn) => sum + isIn, 0);

/** Changes whenever a figure could. */
export function fingerprintOf({ table, judges, outcomes, selections }: Loaded): string {
  const hash = createHash("sha256");
  const { id, question, offset, content, context, contextHash, contextTokens } = table;
  for (const column of [id, question, offset, content, context, contextHash, contextTokens])
    hash.update(digestOf(column));
  for (const { rating, score } of judges.values()) hash.update(digestOf(rating)).update(score ? digestOf(score) : "-");
  for (const { correct, value } of outcomes.values()) hash.update(digestOf(correct)).update(digestOf(value));
  for (const { counts, bits } of selections) hash.update(digestOf(counts)).update(bits ? digestOf(bits) : "-");
  return hash.digest("hex");
}

/** Columns do not change, and those that are kept in memory are asked for again and again. */
const digests = new WeakMap<ArrayBufferView, string>();

function digestOf(column: ArrayBufferView): string {
  const known = digests.get(column);
  if (known !== undefined) return known;
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const digest = createHash("sha256").update(bytes).digest("hex");
  digests.set(column, digest);
  return digest;
}

function tally<T extends string>(items: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}
