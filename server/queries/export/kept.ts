import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import type { FilterMode } from "@/domain/filter";
import type { Pool } from "@/domain/pool";
import type { Member } from "@/domain/training-set/members";
import { Bindings, poolSql } from "../pool-where";

const Row = z.object({ trajectories: z.int(), subTrajectories: z.int() });
export type KeptCounts = z.infer<typeof Row>;

/** The same rules as `keeps` of domain/filter.ts; a missing judgment or outcome is null, which is not true. */
export const KEPT_SQL = {
  none: "true",
  outcome: "o.correct",
  process: "j.process = 1",
  "process-and-outcome": "o.correct AND j.process = 1",
} as const satisfies Record<FilterMode, string>;

/** Made before the export's transaction, which is read-only for everything else. */
export const CREATE_KEPT_TABLE = `CREATE TEMPORARY TABLE export_kept (
  id integer PRIMARY KEY, correct boolean,
  -- Steps up to the last that is kept, and how many of them are
  reach integer NOT NULL, sub_trajectories integer NOT NULL,
  -- A bit for each step; null: all are kept
  kept varbit,
  -- Where the verdicts are; null: in the two columns after it
  judging_run_id integer, ratings smallint[], scores smallint[])`;

/** Whether step `s` of `k` is kept. */
export const KEPT_STEP = "(k.kept IS NULL OR get_bit(k.kept, s.idx) = 1)";
/** The verdict on step `s` of `k`, where `VERDICT_JOIN` is joined. */
export const VERDICT_JOIN = `LEFT JOIN verdict v
  ON v.trajectory_id = k.id AND v.judging_run_id = k.judging_run_id AND v.idx = s.idx`;
export const RATING = "coalesce(k.ratings[s.idx + 1], v.rating)";
export const SCORE = "coalesce(k.scores[s.idx + 1], v.score)";

/** Fills the temporary table `export_kept` with the trajectories of the pool that the mode keeps, and counts them. */
export async function fillKept(client: pg.ClientBase, pool: Pool, mode: FilterMode): Promise<KeptCounts> {
  const bind = new Bindings();
  const judge = bind.add(pool.judge);
  const { from, where } = poolSql(pool, bind, { judgment: true, outcome: true });
  await client.query(
    `INSERT INTO export_kept (id, correct, judging_run_id, reach, sub_trajectories)
     SELECT t.id, o.correct, ${judge}::int, t.num_steps, t.num_steps
     FROM ${from} WHERE ${where} AND (${KEPT_SQL[mode]}) ORDER BY t.id`,
    bind.values,
  );
  return countKeptRows(client);
}

/** Fills `export_kept` with the members of a training set, as they were frozen. */
export async function fillKeptFromSet(client: pg.ClientBase, trainingSet: number): Promise<KeptCounts> {
  await client.query(
    `INSERT INTO export_kept (id, correct, reach, sub_trajectories, kept, ratings, scores)
     SELECT trajectory_id, correct, reach, bit_count(kept), kept, ratings, scores
     FROM training_set_member WHERE training_set_id = $1 ORDER BY trajectory_id`,
    [trainingSet],
  );
  return countKeptRows(client);
}

/** Fills `export_kept` with what a filter kept. */
export async function fillKeptWith(client: pg.ClientBase, members: Iterable<Member>): Promise<KeptCounts> {
  const copy = client.query(
    copyFrom("COPY export_kept (id, correct, reach, sub_trajectories, kept, ratings, scores) FROM STDIN"),
  );
  await pipeline(Readable.from(blocks(members)), copy);
  return countKeptRows(client);
}

const ROWS_A_BLOCK = 1_000;

function* blocks(members: Iterable<Member>): Generator<string> {
  let block: string[] = [];
  for (const member of members) {
    block.push(line(member));
    if (block.length < ROWS_A_BLOCK) continue;
    yield block.join("");
    block = [];
  }
  yield block.join("");
}

/** Numbers and bits only: there is nothing to escape. */
function line({ id, correct, kept, ratings, scores }: Member): string {
  const list = (values: readonly (number | null)[]) => `{${values.map((value) => value ?? "NULL").join(",")}}`;
  const subTrajectories = kept.replaceAll("0", "").length;
  const fields = [id, correct ?? "\\N", kept.lastIndexOf("1") + 1, subTrajectories, kept, list(ratings), list(scores)];
  return `${fields.join("\t")}\n`;
}

async function countKeptRows(client: pg.ClientBase): Promise<KeptCounts> {
  await client.query("ANALYZE export_kept");
  const { rows } = await client.query(
    `SELECT count(*) AS trajectories, coalesce(sum(sub_trajectories), 0) AS "subTrajectories" FROM export_kept`,
  );
  return Row.parse(rows[0]);
}
