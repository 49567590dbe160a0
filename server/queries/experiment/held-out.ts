/** The pool's questions that a filter holds out, and why. */
import type pg from "pg";
import { z } from "zod";
import type { HoldOut } from "@/domain/filtering/filter";
import { HeldOutQuestions, type HeldOutReason } from "@/domain/filtering/hold-out";
import type { PoolTable } from "@/domain/filtering/pool-table";
import { inBatches } from "./batches";

const Question = z.tuple([z.int(), z.int(), z.string()]);
const Text = z.tuple([z.string()]);
const Shared = z.tuple([z.int()]);

/** By id of the question. The caller holds a snapshot. */
export async function readHeldOut(
  client: pg.ClientBase,
  table: PoolTable,
  rule: HoldOut,
): Promise<Map<number, HeldOutReason>> {
  const found = new Map<number, HeldOutReason>();
  if (rule.sets.length === 0) return found;
  const theirs = new HeldOutQuestions(rule);
  const texts = "SELECT text FROM question WHERE question_set_id = ANY($1::int[]) ORDER BY id";
  for await (const batch of inBatches(client, texts, [rule.sets]))
    for (const row of batch) theirs.add(Text.parse(row)[0]);
  const sharing = rule.byPassage ? await readSharing(client, rule.sets) : new Set<number>();
  const ours = "SELECT id, question_set_id, text FROM question WHERE id = ANY($1::int[]) ORDER BY id";
  for await (const batch of inBatches(client, ours, [[...new Set(table.question)]]))
    for (const row of batch) {
      const [id, set, text] = Question.parse(row);
      const reason = rule.sets.includes(set) ? "set" : (theirs.reasonFor(text) ?? (sharing.has(id) ? "passage" : null));
      if (reason !== null) found.set(id, reason);
    }
  return found;
}

/** Questions of other sets with a supporting passage that a held-out question has, too. */
async function readSharing(client: pg.ClientBase, sets: readonly number[]): Promise<Set<number>> {
  const sharing = new Set<number>();
  const text = `SELECT DISTINCT mine.question_id FROM question_passage theirs
    JOIN question q ON q.id = theirs.question_id AND q.question_set_id = ANY($1::int[])
    JOIN question_passage mine ON mine.passage_id = theirs.passage_id AND mine.supporting
    WHERE theirs.supporting ORDER BY 1`;
  for await (const batch of inBatches(client, text, [sets])) for (const row of batch) sharing.add(Shared.parse(row)[0]);
  return sharing;
}
