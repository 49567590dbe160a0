/** Finds the trajectories that label records speak of, and stages the labels on them. */
import { z } from "zod";
import type { RecordOf } from "@/domain/studio-record";
import type { Verdict } from "@/domain/verdict";
import type { VerdictsByMessage } from "@/server/formats/format";
import { plainText } from "./copy";
import type { LabelStaging } from "./labels";
import type { Load, Pending } from "./load";
import type { Landed } from "./trajectories";

type LabelRecord = RecordOf<"verdicts"> | RecordOf<"outcome"> | VerdictsByMessage;
type TrajectoryRef = LabelRecord["trajectory"];

const Found = z.object({
  n: z.int(),
  id: z.int(),
  num_steps: z.int(),
});
type Found = z.infer<typeof Found>;

/** Labels that stand inside trajectory records. */
export async function stageEmbedded(staging: LabelStaging, landed: Landed[]): Promise<void> {
  await staging.stageVerdicts(
    landed.flatMap(({ id, numSteps, record, origin }) =>
      record.verdicts.map((part) => ({ ...part, trajectoryId: id, numSteps, origin })),
    ),
  );
  await staging.stageOutcomes(
    landed.flatMap(({ id, record, origin }) => record.outcomes.map((part) => ({ ...part, trajectoryId: id, origin }))),
  );
}

/** Labels in records of their own, on trajectories that are there. */
export async function stageReferring(
  load: Load,
  staging: LabelStaging,
  pending: Pending<LabelRecord>[],
): Promise<void> {
  if (pending.length === 0) return;
  const found = await findTrajectories(
    load,
    pending.map((item) => item.record.trajectory),
  );
  const there = pending.flatMap((item, n) => {
    const trajectory = found.get(n);
    if (trajectory) return [{ ...item, trajectory }];
    load.missing(item.origin, nameOf(item.record.trajectory));
    return [];
  });
  const stepOf = await messageIndexes(
    load,
    there.flatMap(({ record, trajectory }) => (record.type === "verdicts-by-message" ? [trajectory.id] : [])),
  );

  const verdicts: Parameters<LabelStaging["stageVerdicts"]>[0] = [];
  const outcomes: Parameters<LabelStaging["stageOutcomes"]>[0] = [];
  for (const { record, origin, trajectory } of there) {
    const place = { trajectoryId: trajectory.id, numSteps: trajectory.num_steps, origin };
    if (record.type === "outcome") outcomes.push({ ...record, ...place });
    else if (record.type === "verdicts") verdicts.push({ ...record, ...place });
    else {
      const steps = toSteps(record, stepOf.get(trajectory.id) ?? new Map());
      if (typeof steps === "string") load.reject(origin, steps);
      else verdicts.push({ run: record.run, judgedAt: record.judgedAt, steps, ...place });
    }
  }
  await staging.stageVerdicts(verdicts);
  await staging.stageOutcomes(outcomes);
}

const nameOf = (ref: TrajectoryRef) => `question "${ref.question}" sample ${ref.sample} of rollout run "${ref.run}"`;

async function findTrajectories(load: Load, refs: TrajectoryRef[]): Promise<Map<number, Found>> {
  const { rows } = await load.client.query(
    `SELECT w.n::int AS n, t.id, t.num_steps
     FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) WITH ORDINALITY AS w (run, set, question, sample, n)
     JOIN rollout_run r ON r.key = w.run
     JOIN question_set qs ON qs.key = w.set
     JOIN question q ON q.question_set_id = qs.id AND q.key = w.question
     JOIN trajectory t ON t.rollout_run_id = r.id AND t.question_id = q.id AND t.sample_index = w.sample`,
    [
      refs.map((ref) => plainText(ref.run)),
      refs.map((ref) => plainText(ref.set)),
      refs.map((ref) => plainText(ref.question)),
      refs.map((ref) => ref.sample),
    ],
  );
  return new Map(
    z
      .array(Found)
      .parse(rows)
      .map((row) => [row.n - 1, row]),
  );
}

/** For each trajectory: which step the message at an index of the whole conversation is. */
async function messageIndexes(load: Load, ids: number[]): Promise<Map<number, Map<number, number>>> {
  const { rows } = await load.client.query<{ id: number; prompt: number; observations: number[] }>(
    `SELECT t.id, json_array_length(t.prompt) AS prompt,
       ARRAY(SELECT coalesce(json_array_length(s.observation), 0) FROM step s WHERE s.trajectory_id = t.id ORDER BY s.idx)
         AS observations
     FROM unnest($1::int[]) AS w (id) JOIN trajectory t ON t.id = w.id`,
    [[...new Set(ids)]],
  );
  return new Map(
    rows.map((row) => {
      let message = row.prompt;
      const steps = new Map<number, number>();
      row.observations.forEach((length, step) => {
        steps.set(message, step);
        message += 1 + length;
      });
      return [row.id, steps];
    }),
  );
}

function toSteps(record: VerdictsByMessage, stepOf: Map<number, number>): Verdict[] | string {
  const steps: Verdict[] = [];
  for (const { messageIndex, ...verdict } of record.verdicts) {
    const step = stepOf.get(messageIndex);
    if (step === undefined)
      return `the label on message ${messageIndex} is not on a step of ${nameOf(record.trajectory)}`;
    steps.push({ ...verdict, step });
  }
  return steps;
}
