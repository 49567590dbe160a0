/** Writes trajectories with their steps, inside the caller's transaction: imports and rollout runs alike. */
import type pg from "pg";
import { readAction } from "@/domain/action";
import type { RecordOf } from "@/domain/studio-record";
import { copyRows, plainText, takeIds } from "@/server/services/import/copy";
import type { WrittenEpisode } from "@/server/services/import/hashes";

/** What a trajectory is made of, with ids in place of keys. */
export type NewTrajectory = {
  id: number;
  runId: number;
  questionId: number;
  setId: number;
  modelId: number | null;
  sample: number;
  record: Pick<
    RecordOf<"trajectory">,
    | "prompt"
    | "tools"
    | "steps"
    | "endState"
    | "finalAnswer"
    | "promptTokens"
    | "completionTokens"
    | "metadata"
    | "createdAt"
  >;
  episode: WrittenEpisode;
};

// biome-ignore format: one line a group of columns reads better
const TRAJECTORY_COLUMNS = ["id", "rollout_run_id", "question_id", "question_set_id", "model_id", "sample_index",
  "num_steps", "end_state", "final_answer", "tool_calls", "prompt_tokens", "completion_tokens", "prompt", "tools",
  "metadata", "content_hash", "created_at"];
// biome-ignore format: one line a group of columns reads better
const STEP_COLUMNS = ["trajectory_id", "idx", "action", "observation", "tool_calls", "context_hash", "finish_reason",
  "prompt_tokens", "completion_tokens", "duration_ms", "raw"];

export async function writeTrajectories(client: pg.PoolClient, trajectories: readonly NewTrajectory[]): Promise<void> {
  const calls = trajectories.map(({ record }) =>
    record.steps.map((step) => readAction(step.action).calls.map((call) => plainText(call.tool))),
  );
  const now = new Date();
  await copyRows(
    client,
    "trajectory",
    TRAJECTORY_COLUMNS,
    trajectories.map(({ record, episode, ...item }, index) => [
      item.id,
      item.runId,
      item.questionId,
      item.setId,
      item.modelId,
      item.sample,
      record.steps.length,
      plainText(record.endState),
      plainText(record.finalAnswer),
      calls[index]?.flat() ?? [],
      record.promptTokens,
      record.completionTokens,
      episode.prompt,
      episode.tools,
      JSON.stringify(record.metadata),
      episode.contentHash,
      record.createdAt ?? now,
    ]),
  );
  await copyRows(
    client,
    "step",
    STEP_COLUMNS,
    trajectories.flatMap(({ id, record, episode }, index) =>
      record.steps.map((step, idx) => [
        id,
        idx,
        episode.steps[idx]?.action,
        episode.steps[idx]?.observation,
        calls[index]?.[idx] ?? [],
        episode.contextHashes[idx],
        plainText(step.finishReason),
        step.promptTokens,
        step.completionTokens,
        step.durationMs,
        step.raw ? JSON.stringify(step.raw) : null,
      ]),
    ),
  );
}

/** As `writeTrajectories`, for new ones that have no id yet. */
export async function addTrajectories(
  client: pg.PoolClient,
  trajectories: readonly Omit<NewTrajectory, "id">[],
): Promise<void> {
  const ids = await takeIds(client, "trajectory", trajectories.length);
  await writeTrajectories(
    client,
    trajectories.map((item, index) => ({ ...item, id: ids[index] ?? 0 })),
  );
}
