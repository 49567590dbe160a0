/** What an export calls the things that settings and training runs name by their ids in this database. */
import type pg from "pg";
import { z } from "zod";
import type { Keys } from "@/domain/keyed-pool";

const Keyed = z.array(z.object({ id: z.int(), key: z.string() }));
const Versioned = z.array(z.object({ id: z.int(), run: z.string(), version: z.int() }));
const Questions = z.array(z.object({ id: z.int(), set: z.string(), question: z.string() }));

export async function readKeys(client: pg.ClientBase): Promise<Keys> {
  const keyed = async (table: string, key: string) => {
    const { rows } = await client.query(`SELECT id, ${key} AS key FROM ${table}`);
    const keys = new Map(Keyed.parse(rows).map((row) => [row.id, row.key]));
    return (id: number) => keys.get(id);
  };
  const versioned = async (table: string) => {
    const { rows } = await client.query(`SELECT id, key AS run, version FROM ${table}`);
    const runs = new Map(Versioned.parse(rows).map(({ id, ...run }) => [id, run]));
    return (id: number) => runs.get(id);
  };
  const questions = new Map(
    Questions.parse((await client.query(QUESTIONS)).rows).map(({ id, ...question }) => [id, question]),
  );
  return {
    set: await keyed("question_set", "key"),
    run: await keyed("rollout_run", "key"),
    model: await keyed("model", "name"),
    corpus: await keyed("corpus", "key"),
    judgingRun: await versioned("judging_run"),
    labellingRun: await versioned("labelling_run"),
    question: (id) => questions.get(id),
  };
}

/** Those that some pool is limited to, of runs made here. */
const QUESTIONS = `
  SELECT q.id, s.key AS set, q.key AS question FROM question q JOIN question_set s ON s.id = q.question_set_id
  WHERE q.id IN (
    SELECT (CASE s.kind WHEN 'judging' THEN r.settings #>> '{pool,question}' END)::int
    FROM run_state s JOIN judging_run r ON r.id = s.run_id
    UNION
    SELECT (CASE s.kind WHEN 'labelling' THEN r.settings #>> '{pool,question}' END)::int
    FROM run_state s JOIN labelling_run r ON r.id = s.run_id
    UNION
    SELECT (data #>> '{pool,question}')::int FROM training_run)`;
