/** What a training set is made of, read in the snapshot that it is frozen from. */
import type pg from "pg";
import { judgesOf } from "@/domain/experiment";
import type { ArmFigures } from "@/domain/filtering/figures";
import type { Filter } from "@/domain/filtering/filter";
import type { PoolTable } from "@/domain/filtering/pool-table";
import type { TrainingSetFacts } from "@/domain/training-set/facts";
import {
  readKeptQuestionSets,
  readKeptRolloutRuns,
  readLabelRuns,
  readQuestionSets,
} from "@/server/queries/training-set/facts";
import { rolloutFacts } from "@/server/services/training/data-facts";

/** The caller has filled `export_kept` with what the filter kept. */
export async function readFacts(
  client: pg.ClientBase,
  table: PoolTable,
  filter: Filter,
  figures: ArmFigures,
): Promise<TrainingSetFacts> {
  const labels = filter.outcome.labels === null ? [] : [filter.outcome.labels];
  const [labellingRun = null] = await readLabelRuns(client, "labelling_run", labels);
  return {
    questionSets: await readKeptQuestionSets(client),
    heldOutSets: await readQuestionSets(client, filter.holdOut.sets),
    rolloutRuns: (await readKeptRolloutRuns(client)).map(({ settings, ...run }) => {
      const { weightsHash } = rolloutFacts({ ...run, settings });
      return { ...run, weightsHash };
    }),
    // Of every mode: the rows carry their verdicts, whether the mode asks for them or not.
    judgingRuns: await readLabelRuns(client, "judging_run", judgesOf(filter)),
    labellingRun,
    outcomes: figures.kept,
    pool: { trajectories: table.size, subTrajectories: table.offset[table.size] ?? 0 },
    questions: figures.questions,
    contextTokens: figures.contextTokens,
    dropped: [...figures.dropped],
  };
}
