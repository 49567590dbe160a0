import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { type EvalMatrix, readEvalMatrix } from "@/server/queries/eval/matrix";
import { type EvalModel, readEvalModels, readServingEngines } from "./serving-of";

/** An eval matrix with its cells and servers. Throws not-found. */
export async function openEvalMatrix(db: Db, id: number): Promise<EvalMatrix> {
  const matrix = await readEvalMatrix(db.pool, id);
  if (!matrix) throw new StudioError("not-found", `There is no eval matrix ${id}. The Evals page lists them.`);
  return matrix;
}

export type EngineChoice = {
  id: number;
  name: string;
  address: string;
  resources: { cpus: number; gpus: number; memoryGib: number | null };
};

/** The engines that servers may be started on, by name, with what a job of theirs usually asks for. */
export async function readEngineChoices(db: Db): Promise<EngineChoice[]> {
  const engines = await readServingEngines(db.pool);
  return engines.map(({ id, name, address, resources }) => ({ id, name, address, resources }));
}

export type EvalOptions = { models: EvalModel[]; engines: EngineChoice[] };

/** What the form of an eval matrix may choose from, beside question sets. */
export async function readEvalOptions(db: Db): Promise<EvalOptions> {
  const [models, engines] = await Promise.all([readEvalModels(db.pool), readEngineChoices(db)]);
  return { models, engines };
}
