/** Carries out rollout runs: a piece is one trajectory, a question and the number of its sample. */
import type { Db } from "@/server/db";
import { openTools } from "@/server/services/tools/run-tool";
import { addTrajectories } from "@/server/services/trajectory/write";
import type { OpenRun, Suffer } from "../executor";
import { loadRollout } from "./load";
import { findMissing, type RolloutPiece } from "./missing";
import { type Played, play } from "./play";

export const rolloutExecutor = {
  kind: "rollout" as const,
  /** Throws StudioError where it cannot be carried on: no endpoint any more, another model behind it, a tool unusable. */
  async open(db: Db, runId: number, suffer: Suffer): Promise<OpenRun<RolloutPiece, Played>> {
    const run = await loadRollout(db, runId);
    const tools = await openTools(db, run.settings, { suffer });
    return {
      endpoint: run.endpoint,
      missing: (questionIds) => findMissing(db.pool, { runId, samples: run.settings.samples, questionIds }),
      perform: (piece, { signal, chat }) =>
        play(run.settings, piece, { chat, useTool: (tool, input) => tools.run(tool, input, signal) }),
      commit: (client, results) =>
        addTrajectories(
          client,
          results.map(({ data }) => ({
            runId,
            questionId: data.questionId,
            setId: run.setId,
            modelId: run.modelId,
            sample: data.sample,
            record: data.record,
            episode: data.episode,
          })),
        ),
    };
  },
};
