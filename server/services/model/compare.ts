import { z } from "zod";
import { type SideBySide, sideBySide } from "@/domain/eval/side-by-side";
import { type Recipe, runsOfPool, runsOfSet } from "@/domain/lineage/recipe";
import { pairRounds, type RoundPair } from "@/domain/training/rounds";
import type { Db } from "@/server/db";
import { type EvalComparison, readEvalComparison } from "@/server/queries/eval/paired";
import { type EvalResult, readEvalResults } from "@/server/queries/eval/results";
import { readRecipe } from "@/server/queries/lineage/recipe";
import type { LineageLink } from "@/server/queries/model/lineage";
import { type Overlap, readOverlap } from "@/server/queries/model/overlap";
import { configOf, readTrainingRun, type TrainingRunPage } from "@/server/queries/training/read";
import { readTrainingSet } from "@/server/queries/training-set/read";
import type { TrainingSetRow } from "@/server/queries/training-set/rows";
import { readModel } from "./read";

const Id = z.int32().positive();
export const ModelPair = z.object({ a: Id, b: Id });

export type Round = {
  /** The model that came out of it */
  model: { id: number; name: string };
  run: TrainingRunPage;
  updates: number;
  set: TrainingSetRow | null;
  /** How its data were made */
  recipe: Recipe;
  /** Less the run's own folder, which says nothing; null where this version of the studio does not read it */
  config: unknown;
};

export type ComparedModel = Omit<LineageLink, "training"> & {
  /** The model that it was trained from, and the first of them all */
  parent: string | null;
  base: string;
};

export type ModelComparison = {
  a: ComparedModel;
  b: ComparedModel;
  /** The oldest first; the overlap of two training runs' data, null where there are not two */
  rounds: (RoundPair<Round> & { overlap: Overlap | null })[];
  /** The comparison question by question, where both were evaluated */
  results: (SideBySide<EvalResult> & { compared: EvalComparison | null })[];
};

/** Two models with everything that went into them, and what they came to. Throws not-found. */
export async function compareModels(db: Db, { a, b }: z.output<typeof ModelPair>): Promise<ModelComparison> {
  const [one, other, evals] = await Promise.all([
    readMade(db, a),
    readMade(db, b),
    readEvalResults(db.pool, { models: [a, b] }),
  ]);
  const rounds = pairRounds(one.rounds, other.rounds).map(async (pair) => ({
    ...pair,
    overlap: await overlapOf(db, pair),
  }));
  const results = sideBySide(evals, a, b).map(async (pair) => ({
    ...pair,
    compared:
      pair.a && pair.b && pair.a.run !== pair.b.run
        ? await readEvalComparison(db.pool, { a: pair.a.run, b: pair.b.run, set: pair.set })
        : null,
  }));
  return { a: one.model, b: other.model, rounds: await Promise.all(rounds), results: await Promise.all(results) };
}

async function readMade(db: Db, id: number): Promise<{ model: ComparedModel; rounds: Round[] }> {
  const { model, lineage } = await readModel(db, id);
  const { training: _, ...facts } = model;
  const trained = lineage.flatMap(({ training, ...link }) => (training ? [{ training, link }] : []));
  const rounds = trained.toReversed().map(async ({ training, link }): Promise<Round> => {
    const run = await readTrainingRun(db.pool, training.id);
    const set = run.trainingSet ? await readTrainingSet(db.pool, run.trainingSet.id) : null;
    const recipe = await readRecipe(db.pool, set ? runsOfSet(set) : runsOfPool(run.data.pool));
    const model = { id: link.id, name: link.name };
    return { model, run, updates: training.steps, set, recipe, config: comparable(run) };
  });
  const parent = lineage[1]?.name ?? null;
  return { model: { ...facts, parent, base: lineage.at(-1)?.name ?? model.name }, rounds: await Promise.all(rounds) };
}

function comparable(run: TrainingRunPage): unknown {
  const config = configOf(run);
  if (config === null) return null;
  const { folder: _, ...output } = config.output;
  return { ...config, output };
}

async function overlapOf(db: Db, { a, b, same }: RoundPair<Round>): Promise<Overlap | null> {
  if (!a || !b || same) return null;
  const source = ({ run, set }: Round) => ({ data: run.data, trainingSet: set?.id ?? null });
  return readOverlap(db.pool, source(a), source(b));
}
