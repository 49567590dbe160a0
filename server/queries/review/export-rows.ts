/** A review's items in the order in which they were drawn, each with what everybody ruled. */
import type pg from "pg";
import { z } from "zod";
import { finalRunKey, IN_HINDSIGHT } from "@/domain/review/ruling";
import { Rating } from "@/domain/verdict";
import { inBatches } from "../experiment/batches";
import { readPeople } from "./progress";

const Rulings = z
  .array(
    z.object({
      run: z.int(),
      step: z.int(),
      rating: Rating.nullable(),
      note: z.string().nullable(),
      raw: z.string().nullable(),
    }),
  )
  .nullable();

const Row = z.tuple([
  z.int(),
  z.int(),
  z.string(),
  z.string(),
  z.string(),
  z.int().nullable(),
  z.int().nullable(),
  z.int(),
  z.number(),
  z.array(z.string()).nullable(),
  Rulings,
]);

export type ExportedRuling = {
  /** From 0 */
  step: number;
  /** 1 reasonable, 0 neutral, -1 unreasonable; null: unsure */
  rating: Rating | null;
  note: string | null;
};

export type ExportedItem = {
  /** From 0 */
  item: number;
  trajectory: number;
  run: string;
  set: string;
  question: string;
  sample: number | null;
  /** The step that was drawn, from 0; null: the whole trajectory */
  step: number | null;
  stratum: number;
  probability: number;
  /** Those who have begun on it; nobody: it was not ruled on */
  people: { person: string; isDone: boolean; rulings: (ExportedRuling & { isInHindsight: boolean })[] }[];
  /** What stands in the end; empty while nothing does */
  final: (ExportedRuling & { by: string | null })[];
};

const ITEMS = `
  SELECT i.idx, i.trajectory_id, r.key, s.key, q.key, t.sample_index, i.step, i.stratum, i.probability,
    (SELECT array_agg(c.person) FROM review_claim c
     WHERE c.review_id = i.review_id AND c.idx = i.idx AND c.done_at IS NOT NULL),
    (SELECT jsonb_agg(jsonb_build_object('run', v.judging_run_id, 'step', v.idx, 'rating', v.rating,
        'note', v.rationale, 'raw', v.raw) ORDER BY v.idx)
     FROM verdict v WHERE v.trajectory_id = i.trajectory_id AND (i.step IS NULL OR v.idx = i.step)
       AND v.judging_run_id = ANY($2::int[]))
  FROM review_item i JOIN trajectory t ON t.id = i.trajectory_id JOIN rollout_run r ON r.id = t.rollout_run_id
    JOIN question_set s ON s.id = t.question_set_id JOIN question q ON q.id = t.question_id
  WHERE i.review_id = $1 ORDER BY i.idx`;

/** The caller holds a snapshot. */
export async function* readExportItems(
  client: pg.PoolClient,
  review: { id: number; key: string },
): AsyncGenerator<ExportedItem, void> {
  const people = (await readPeople(client, review)).flatMap(({ person, runId }) =>
    runId === null ? [] : [{ person, runId }],
  );
  const { rows } = await client.query<{ id: number }>(
    "SELECT id FROM judging_run WHERE key = $1 ORDER BY version DESC LIMIT 1",
    [finalRunKey(review.key)],
  );
  const finalRun = rows[0]?.id ?? null;
  const runs = [...people.map(({ runId }) => runId), ...(finalRun === null ? [] : [finalRun])];
  for await (const batch of inBatches(client, ITEMS, [review.id, runs]))
    for (const given of batch) {
      const [item, trajectory, run, set, question, sample, step, stratum, probability, done, all] = Row.parse(given);
      const ruled = (of: number) => (all ?? []).filter((ruling) => ruling.run === of);
      yield {
        ...{ item, trajectory, run, set, question, sample, step, stratum, probability },
        people: people.flatMap(({ person, runId }) => {
          const isDone = done?.includes(person) ?? false;
          const rulings = ruled(runId).map(({ step: at, rating, note, raw }) => ({
            ...{ step: at, rating, note },
            isInHindsight: raw === IN_HINDSIGHT,
          }));
          return isDone || rulings.length > 0 ? [{ person, isDone, rulings }] : [];
        }),
        final:
          finalRun === null
            ? []
            : ruled(finalRun).map(({ step: at, rating, note, raw }) => ({ step: at, rating, note, by: raw })),
      };
    }
}
