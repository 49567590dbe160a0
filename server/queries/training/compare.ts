/** Several training runs side by side: how each stands, its figures, and where their configs differ. */
import type pg from "pg";
import { type Difference, findDifferences } from "@/domain/training/differences";
import { actionsPerUpdate, configOf, readTrainingRun, type TrainingRunPage } from "./read";
import { readSeries, type Series } from "./series";
import { readTrainingState, type TrainingState } from "./state";

export type ComparedRun = {
  run: Pick<TrainingRunPage, "id" | "name" | "algorithm" | "isSample" | "baseModel" | "dataRows" | "checked"> & {
    mode: TrainingRunPage["data"]["mode"];
  };
  state: TrainingState;
  series: Series;
  actionsPerUpdate: number;
};
export type TrainingComparison = { runs: ComparedRun[]; differences: Difference[] };

/** In the order asked for. Throws not-found where one of them is not there. */
export async function compareTrainingRuns(db: pg.Pool, ids: readonly number[]): Promise<TrainingComparison> {
  const pages = await Promise.all(ids.map((id) => readTrainingRun(db, id)));
  const runs = await Promise.all(
    pages.map(async (page): Promise<ComparedRun[]> => {
      const [state, series] = await Promise.all([
        readTrainingState(db, page.id),
        readSeries(db, { runId: page.id, since: 0, epoch: null }),
      ]);
      if (state === null) return [];
      const { id, name, algorithm, isSample, baseModel, dataRows, checked, data } = page;
      const run = { id, name, algorithm, isSample, baseModel, dataRows, checked, mode: data.mode };
      return [{ run, state, series, actionsPerUpdate: actionsPerUpdate(page) }];
    }),
  );
  return { runs: runs.flat(), differences: findDifferences(pages.map(comparable)) };
}

/** Every run has a folder and a data file of its own: no difference that says something. */
function comparable(page: TrainingRunPage): unknown {
  const config = configOf(page);
  if (config === null) return {};
  const { folder: _, ...output } = config.output;
  return { base_model: page.baseModel.name, filter_mode: page.data.mode, ...config, output };
}
