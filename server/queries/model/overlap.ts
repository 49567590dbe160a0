/** What the data of two training runs have in common, in trajectories and in questions. */
import type pg from "pg";
import { z } from "zod";
import type { TrainingData } from "@/domain/training/plan";
import { Count } from "../library/row-types";
import { Bindings, poolSql } from "../pool-where";

const Counts = z.object({ a: Count, b: Count, both: Count });
const Overlap = z.object({ trajectories: Counts, questions: Counts });
export type Overlap = z.infer<typeof Overlap>;

/** Of a training set its members; of a pool and a filter mode what they keep now. */
export type DataSource = { data: TrainingData; trainingSet: number | null };

const COUNTS = (what: string) => `(SELECT jsonb_build_object('a', count(*) FILTER (WHERE a.${what} IS NOT NULL),
    'b', count(*) FILTER (WHERE b.${what} IS NOT NULL), 'both', count(*) FILTER (WHERE a.${what} = b.${what}))
  FROM (SELECT DISTINCT ${what} FROM a) a FULL JOIN (SELECT DISTINCT ${what} FROM b) b ON a.${what} = b.${what})`;

export async function readOverlap(db: pg.Pool, a: DataSource, b: DataSource): Promise<Overlap> {
  const bind = new Bindings();
  const kept = (source: DataSource) =>
    `SELECT t.id, t.question_id AS question FROM (${idsOf(source, bind)}) kept JOIN trajectory t ON t.id = kept.id`;
  const { rows } = await db.query(
    `WITH a AS MATERIALIZED (${kept(a)}), b AS MATERIALIZED (${kept(b)})
     SELECT ${COUNTS("id")} AS trajectories, ${COUNTS("question")} AS questions`,
    bind.values,
  );
  return z.tuple([Overlap]).parse(rows)[0];
}

function idsOf({ data, trainingSet }: DataSource, bind: Bindings): string {
  if (trainingSet !== null)
    return `SELECT trajectory_id AS id FROM training_set_member WHERE training_set_id = ${bind.add(trainingSet)}::int`;
  const { from, where } = poolSql({ ...data.pool, mode: data.mode }, bind);
  return `SELECT t.id FROM ${from} WHERE ${where}`;
}
