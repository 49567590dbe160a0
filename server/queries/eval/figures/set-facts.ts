/** Question sets with what makes them of one family. */
import type pg from "pg";
import { z } from "zod";
import type { SetFacts } from "@/domain/eval/figures/distribution";
import { Id } from "../../library/row-types";

const Row = z.object({ id: Id, name: z.string(), metric: z.string().nullable(), corpusId: Id.nullable() });

/** Of these sets, by id; a removed one is not among them. */
export async function readSetFacts(db: pg.Pool, sets: readonly number[]): Promise<Map<number, SetFacts>> {
  const { rows } = await db.query(
    'SELECT id, name, metric, corpus_id AS "corpusId" FROM question_set WHERE id = ANY($1::int[]) ORDER BY id',
    [[...new Set(sets)]],
  );
  return new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
}
