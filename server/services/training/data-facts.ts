/** Counts a launch's data, and says where it comes from. */
import { settingsFromKeys } from "@/domain/keyed-settings";
import { KeptSettings } from "@/domain/rollout/kept";
import type { DataFacts, RolloutFacts } from "@/domain/training/check";
import type { TrainingData } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import {
  countTrainingData,
  type DataOrigin,
  readDataOrigins,
  readJudgingState,
  readRevision,
} from "@/server/queries/training/data-check";

/** All from one view of the database, whose revision it names. */
export async function readDataFacts(db: Db, data: TrainingData, maxContextTokens: number): Promise<DataFacts> {
  return inSnapshot(db.pool, async (client) => {
    const { total, max, mean, ...counts } = await countTrainingData(client, data, maxContextTokens);
    // A frozen set holds the verdicts that it holds.
    const judging =
      data.pool.judge === null || data.trainingSet !== null ? null : await readJudgingState(client, data.pool.judge);
    const isOpen = judging !== null && judging.status !== null && !["done", "cancelled"].includes(judging.status);
    return {
      ...counts,
      tokens: total === null || max === null || mean === null ? null : { total, max, mean },
      rollouts: (await readDataOrigins(client, data)).map(rolloutFacts),
      judgingRunOpen: isOpen
        ? `The judging run "${judging.name}" is ${judging.status}: what it has not judged yet is not in this data.`
        : null,
      revision: await readRevision(client),
    };
  });
}

/** What a run did not record of the weights that generated it nobody knows, whatever its model is said to be today. */
export function rolloutFacts({ settings, ...run }: DataOrigin): RolloutFacts {
  // How it was made is asked for, not what is here of what it was made with.
  const kept = KeptSettings.safeParse(settingsFromKeys("rollout", JSON.parse(settings), () => null)).data ?? null;
  return { ...run, settings: kept, weightsHash: kept?.model.weightsHash ?? null };
}
