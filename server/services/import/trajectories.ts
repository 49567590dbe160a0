/** Writes trajectories and steps. Identity is (rollout run, question, sample): what is there is never written twice. */
import { z } from "zod";
import type { RecordOf } from "@/domain/studio-record";
import { writeTrajectories } from "@/server/services/trajectory/write";
import { takeIds } from "./copy";
import { type WrittenEpisode, writeEpisode } from "./hashes";
import type { Load, Pending } from "./load";
import { findQuestions, questionName } from "./questions";

type TrajectoryRecord = RecordOf<"trajectory">;

type Resolved = Pending<TrajectoryRecord> & {
  runId: number;
  modelId: number | null;
  setId: number;
  questionId: number;
  episode: WrittenEpisode;
};
type Fresh = Resolved & { id: number; sample: number };

/** A trajectory that a record of this batch stands for, added or already there: labels are written against it. */
export type Landed = { id: number; numSteps: number; record: TrajectoryRecord; origin: Pending<unknown>["origin"] };

const Existing = z.object({
  id: z.int(),
  rollout_run_id: z.int(),
  question_id: z.int(),
  sample_index: z.int(),
  content_hash: z.instanceof(Buffer),
  seen: z.boolean(),
});

/** Trajectories of this import that were there before: each can stand for one record of a file only. */
export const SEEN_TABLE = "CREATE TEMP TABLE seen (trajectory_id int PRIMARY KEY) ON COMMIT DROP";

export async function loadTrajectories(load: Load, pending: Pending<TrajectoryRecord>[]): Promise<Landed[]> {
  const resolved = await resolve(load, pending);
  if (resolved.length === 0) return [];
  const { landed, fresh } = await matchExisting(load, resolved);
  await writeTrajectories(load.client, fresh);
  load.counts.trajectories.present += landed.length;
  load.counts.trajectories.added += fresh.length;
  for (const item of landed) load.counts.steps.present += item.numSteps;
  for (const item of fresh) load.counts.steps.added += item.record.steps.length;
  return [...landed, ...fresh.map((item) => ({ ...item, numSteps: item.record.steps.length }))];
}

async function resolve(load: Load, pending: Pending<TrajectoryRecord>[]): Promise<Resolved[]> {
  const placed: (Pending<TrajectoryRecord> & { runId: number; modelId: number | null; setId: number })[] = [];
  for (const item of pending) {
    // Its question came with it and is not the one that is there under that key.
    if (load.isPutAside(item.origin)) continue;
    const { run, set } = item.record;
    const runRow = await load.references.rolloutRun(run);
    const setRow = await load.references.questionSet(set);
    if (!runRow) load.reject(item.origin, `the rollout run "${run}" is not in the file or the studio`);
    else if (!setRow) load.reject(item.origin, `the question set "${set}" is not in the file or the studio`);
    else placed.push({ ...item, runId: runRow.id, modelId: runRow.modelId, setId: setRow.id });
  }
  const questions = await findQuestions(
    load,
    placed.map((item) => ({ setId: item.setId, key: item.record.question })),
  );
  return placed.flatMap((item) => {
    const question = questions.get(questionName(item.setId, item.record.question));
    if (question) return [{ ...item, questionId: question.id, episode: writeEpisode(item.record) }];
    load.reject(
      item.origin,
      `question "${item.record.question}" of "${item.record.set}" is not in the file or the studio`,
    );
    return [];
  });
}

/** Samples of one question in one rollout run: what is there, and which numbers are taken. */
class Samples {
  private readonly byNumber = new Map<number, { hash: string; id: number }>();
  private readonly unseen = new Map<string, number[]>();
  private next = 0;

  add(number: number, hash: string, id: number, seen: boolean): void {
    this.byNumber.set(number, { hash, id });
    this.next = Math.max(this.next, number + 1);
    if (!seen) this.unseen.set(hash, [...(this.unseen.get(hash) ?? []), id]);
  }

  at(number: number): { hash: string; id: number } | undefined {
    return this.byNumber.get(number);
  }

  /** An equal trajectory that no record of this file stands for yet. */
  takeEqual(hash: string): number | undefined {
    return this.unseen.get(hash)?.shift();
  }

  free(): number {
    return this.next;
  }
}

async function matchExisting(load: Load, resolved: Resolved[]): Promise<{ landed: Landed[]; fresh: Fresh[] }> {
  const pairs = [...new Map(resolved.map((item) => [`${item.runId} ${item.questionId}`, item])).values()];
  const { rows } = await load.client.query(
    `SELECT t.id, t.rollout_run_id, t.question_id, t.sample_index, t.content_hash, s.trajectory_id IS NOT NULL AS seen
     FROM unnest($1::int[], $2::int[]) AS w (run_id, question_id)
     JOIN trajectory t ON t.rollout_run_id = w.run_id AND t.question_id = w.question_id
     LEFT JOIN seen s ON s.trajectory_id = t.id ORDER BY t.sample_index`,
    [pairs.map((item) => item.runId), pairs.map((item) => item.questionId)],
  );
  const samples = new Map<string, Samples>(pairs.map((item) => [`${item.runId} ${item.questionId}`, new Samples()]));
  for (const row of z.array(Existing).parse(rows))
    samples
      .get(`${row.rollout_run_id} ${row.question_id}`)
      ?.add(row.sample_index, row.content_hash.toString("hex"), row.id, row.seen);

  const landed: Landed[] = [];
  const fresh: Fresh[] = [];
  const ids = await takeIds(load.client, "trajectory", resolved.length);
  for (const item of resolved) {
    const own = samples.get(`${item.runId} ${item.questionId}`);
    if (!own) continue;
    const hash = item.episode.contentHash.toString("hex");
    const wanted = item.record.sample ?? null;
    const there = wanted === null ? undefined : own.at(wanted);
    if (there && there.hash !== hash) {
      load.reject(
        item.origin,
        `sample ${wanted} of question "${item.record.question}" is already there in rollout run "${item.record.run}" with other content`,
      );
      continue;
    }
    const presentId = there?.id ?? (wanted === null ? own.takeEqual(hash) : undefined);
    if (presentId !== undefined) {
      landed.push({ id: presentId, numSteps: item.record.steps.length, record: item.record, origin: item.origin });
      continue;
    }
    const sample = wanted ?? own.free();
    const id = ids[fresh.length] ?? 0;
    own.add(sample, hash, id, true);
    fresh.push({ ...item, id, sample });
  }
  const touched = [...new Set([...landed.map((item) => item.id), ...fresh.map((item) => item.id)])];
  await load.client.query("INSERT INTO seen SELECT unnest($1::int[]) ON CONFLICT DO NOTHING", [touched]);
  return { landed, fresh };
}
