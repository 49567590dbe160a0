/** Fingerprints in the database against those of what stands there, row by row, in a stream. */
import { createHash } from "node:crypto";
import type { Snapshot } from "@/server/services/export/snapshot";
import { hashVerdicts } from "@/server/services/judging/judgment-row";

type Rows = Pick<Snapshot, "rows">;
type Text = Buffer | null | undefined;
const text = (value: Text) => value?.toString("utf8") ?? null;
const int = (value: Text): number | null => (value ? Number(value.toString("latin1")) : null);

/** json columns as the text they hold, so that the fingerprint is of the very bytes */
const EPISODES = `SELECT t.id::text, encode(t.content_hash, 'hex'), t.prompt::text, t.tools::text, s.context_hash::text,
    s.action::text, s.observation::text
  FROM trajectory t LEFT JOIN step s ON s.trajectory_id = t.id ORDER BY t.id, s.idx`;

/** Trajectories whose own fingerprint, or that of a step's context, is another one. */
export async function* wrongEpisodes(snapshot: Rows): AsyncGenerator<string> {
  type Episode = { id: string; stored: string; chain: ReturnType<typeof createHash> };
  let current = null as Episode | null;
  const wrong = (one: Episode | null) =>
    one && one.chain.digest().subarray(0, 16).toString("hex") !== one.stored ? `trajectory ${one.id}` : null;
  for await (const batch of snapshot.rows(EPISODES))
    for (const [id, stored, prompt, tools, context, action, observation] of batch) {
      const key = text(id) ?? "";
      if (current?.id !== key) {
        const found = wrong(current);
        if (found) yield found;
        const chain = createHash("sha256")
          .update(tools ?? "")
          .update("\n")
          .update(prompt ?? "");
        current = { id: key, stored: text(stored) ?? "", chain };
      }
      if (!action) continue;
      const own = current.chain.copy().digest().readBigInt64BE(0).toString();
      if (own !== text(context)) yield `the context of a step of trajectory ${key}`;
      current.chain
        .update("\n")
        .update(action)
        .update("\n")
        .update(observation ?? "");
    }
  const found = wrong(current);
  if (found) yield found;
}

const JUDGMENTS = `SELECT j.trajectory_id::text, j.judging_run_id::text, encode(j.content_hash, 'hex'), v.idx::text,
    v.rating::text, v.score::text, v.rationale, v.raw
  FROM judgment j LEFT JOIN verdict v ON v.trajectory_id = j.trajectory_id AND v.judging_run_id = j.judging_run_id
  ORDER BY j.trajectory_id, j.judging_run_id, v.idx`;

/** Judgments whose fingerprint is not that of their verdicts. */
export async function* wrongJudgments(snapshot: Rows): AsyncGenerator<string> {
  type Verdicts = Parameters<typeof hashVerdicts>[0][number][];
  type Judgment = { trajectory: string; run: string; stored: string; verdicts: Verdicts };
  let current = null as Judgment | null;
  const wrong = (one: Judgment | null) =>
    one && hashVerdicts(one.verdicts).toString("hex") !== one.stored
      ? `judging run ${one.run} on trajectory ${one.trajectory}`
      : null;
  for await (const batch of snapshot.rows(JUDGMENTS))
    for (const [id, runId, stored, idx, rating, score, rationale, raw] of batch) {
      const [trajectory, run] = [text(id) ?? "", text(runId) ?? ""];
      if (current?.trajectory !== trajectory || current.run !== run) {
        const found = wrong(current);
        if (found) yield found;
        current = { trajectory, run, stored: text(stored) ?? "", verdicts: [] };
      }
      if (idx) current.verdicts.push([int(idx) ?? 0, int(rating), int(score), text(rationale), text(raw)]);
    }
  const found = wrong(current);
  if (found) yield found;
}
