/** The figures of evals: reads what they are made of, and has domain/ make them. */

import { evaluatedGroups, type FigureSource } from "@/domain/eval/figures/cells";
import { chooseEvals, waysOf } from "@/domain/eval/figures/choose-evals";
import type { SetFacts } from "@/domain/eval/figures/distribution";
import { type ModeFigure, modeFigure, type PlannedArm } from "@/domain/eval/figures/filter-modes";
import { type ScalingFigure, type SizeKind, scalingFigure } from "@/domain/eval/figures/scaling";
import { type PolicyTable, policyTable, type StudentTable, studentTable } from "@/domain/eval/figures/sources";
import { modelOf, type TrainedRun } from "@/domain/eval/figures/trained";
import { type TransferMatrix, transferMatrix } from "@/domain/eval/figures/transfer";
import { progressWords } from "@/domain/eval/standing";
import type { Db } from "@/server/db";
import { readAnswers } from "@/server/queries/eval/figures/answers";
import { readTrainedExperiments } from "@/server/queries/eval/figures/experiments";
import { readSetFacts } from "@/server/queries/eval/figures/set-facts";
import { readTrainedRuns } from "@/server/queries/eval/figures/trained-runs";
import { type EvalResult, readEvalResults } from "@/server/queries/eval/results";

type Named = { id: number; name: string };

/** Answers to more questions than this are not read for one figure. */
const MOST_ANSWERS = 1_000_000;

/** What every figure says of what it was made of. */
export type FigureHead = {
  /** How models were inferred: those there are, and the one that is shown; null where there is no eval */
  ways: string[];
  way: string | null;
  /** Evals in this way that were inferred otherwise than most on their set */
  otherwise: { run: number; name: string; set: string }[];
  /** Evals that are in the figure and have not all they were asked for: "cancelled, 3 of 200 answers" */
  partial: { run: number; name: string; set: string; words: string }[];
  /** Older evals whose questions would be too many to read */
  leftOut: number;
  /** Training runs older than those that figures look at */
  moreRuns: boolean;
  /** Evaluated training runs that repeat a seed of their arm, and are in no pooled figure */
  repeats: { id: number; name: string }[];
};

export type FigureInput = {
  head: FigureHead;
  runs: TrainedRun[];
  sets: Named[];
  source: FigureSource;
  evals: EvalResult[];
  /** Of sets that were evaluated or trained on */
  facts: ReadonlyMap<number, SetFacts>;
};

/** Evals of trained models, their bases and their judges; null as a way is the one most models were evaluated in. */
export async function readFigureInput(db: Db, asked: string | null): Promise<FigureInput> {
  const [results, { runs, more }] = await Promise.all([readEvalResults(db.pool), readTrainedRuns(db.pool)]);
  const used = new Set(
    runs.flatMap((run) => [run.base.id, ...(run.judgeModel ? [run.judgeModel.id] : []), modelOf(run)?.id ?? 0]),
  );
  const own = results.filter(({ model }) => used.has(model));
  const ways = waysOf(own);
  const way = ways.find((one) => one === asked) ?? ways[0] ?? null;
  const { chosen, otherwise } = chooseEvals(own, way ?? "");
  const evals: EvalResult[] = [];
  let answers = 0;
  for (const one of [...chosen.values()]) {
    answers += one.trajectories;
    if (answers > MOST_ANSWERS) break;
    evals.push(one);
  }
  const names = new Map(evals.map(({ set, setName }) => [set, setName]));
  const sets = [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.id - b.id);
  const trainedOn = runs.flatMap((run) => [run, ...run.before].flatMap((one) => one.trainedOn));
  const [read, facts] = await Promise.all([
    readAnswers(db.pool, evals),
    readSetFacts(db.pool, [...names.keys(), ...trainedOn]),
  ]);
  const source = { chosen, answers: read };
  const repeats = evaluatedGroups(source, { runs, sets }).flatMap((group) => group.repeats);
  return {
    head: {
      ...{ ways, way, leftOut: chosen.size - evals.length, moreRuns: more },
      partial: evals.flatMap((one) => {
        const words = one.accuracy && progressWords(one);
        return words ? [{ run: one.run, name: one.runName, set: one.setName, words }] : [];
      }),
      repeats: repeats.map(({ id, name }) => ({ id, name })),
      otherwise: otherwise.map(({ run, runName, setName }) => ({ run, name: runName, set: setName })),
    },
    ...{ runs, evals, sets, source, facts },
  };
}

export type Subject = { key: string; name: string; kind: "experiment" | "pool"; id: number };
export type ModePage = { head: FigureHead; subjects: Subject[]; subject: Subject | null; figure: ModeFigure };

/** The subject is an experiment, or the pool of training runs that need none; the newest where `of` is no such key. */
export async function readModeFigure(db: Db, asked: { way: string | null; of: string | null }): Promise<ModePage> {
  const [{ head, runs, sets, source }, experiments] = await Promise.all([
    readFigureInput(db, asked.way),
    readTrainedExperiments(db.pool),
  ]);
  const pools = new Map<string, TrainedRun[]>();
  for (const run of runs)
    if (run.trainingSet === null && run.mode !== null) pools.set(run.poolKey, [...(pools.get(run.poolKey) ?? []), run]);
  const offered: { subject: Subject; runs: readonly TrainedRun[]; arms: readonly PlannedArm[] }[] = [
    ...experiments.map(({ id, name, arms }) => ({
      subject: { key: `experiment-${id}`, name, kind: "experiment" as const, id },
      runs: runs.filter(({ trainingSet }) => trainingSet?.experiment?.id === id),
      arms,
    })),
    ...[...pools.values()].flatMap((own) => {
      const oldest = own.at(-1);
      if (!oldest) return [];
      const { id, name } = oldest;
      return [{ subject: { key: `pool-${id}`, name, kind: "pool" as const, id }, runs: own, arms: [] }];
    }),
  ];
  const chosen = offered.find(({ subject }) => subject.key === asked.of) ?? offered[0] ?? null;
  return {
    ...{ head, subjects: offered.map(({ subject }) => subject), subject: chosen?.subject ?? null },
    figure: modeFigure(source, { runs: chosen?.runs ?? [], arms: chosen?.arms ?? [], sets }),
  };
}

export async function readScalingFigure(
  db: Db,
  asked: { way: string | null; kind: SizeKind },
): Promise<{ head: FigureHead; figure: ScalingFigure }> {
  const { head, runs, sets, source, facts } = await readFigureInput(db, asked.way);
  const nameOf = (set: number) => facts.get(set)?.name ?? "a removed set";
  return { head, figure: scalingFigure(source, { runs, sets, kind: asked.kind, nameOf }) };
}

export async function readTransferMatrix(
  db: Db,
  way: string | null,
): Promise<{ head: FigureHead; matrix: TransferMatrix; setNames: Named[] }> {
  const { head, runs, sets, source, facts } = await readFigureInput(db, way);
  const matrix = transferMatrix(source, { runs, sets, facts });
  const trainedOn = new Set(matrix.rows.flatMap((row) => [...row.trainedOn.own, ...row.trainedOn.earlier]));
  const setNames = [...facts.values()].filter(({ id }) => trainedOn.has(id)).map(({ id, name }) => ({ id, name }));
  return { head, matrix, setNames };
}

export async function readSourceTables(
  db: Db,
  way: string | null,
): Promise<{ head: FigureHead; students: StudentTable; policies: PolicyTable }> {
  const { head, runs, sets, source } = await readFigureInput(db, way);
  return { head, students: studentTable(source, { runs, sets }), policies: policyTable(source, { runs, sets }) };
}
