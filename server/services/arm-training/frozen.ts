/** Training sets that hold exactly what an arm keeps now. */
import type pg from "pg";
import { z } from "zod";
import type { Arm } from "@/domain/experiment";

const Frozen = z.object({ id: z.int(), name: z.string(), version: z.int() });
export type FrozenArm = z.infer<typeof Frozen>;

/** The newest with this fingerprint whose arm has the same name and filter; null where there is none. */
export async function findFrozenArm(
  db: pg.Pool | pg.ClientBase,
  { name, filter }: Arm,
  fingerprint: string,
): Promise<FrozenArm | null> {
  const { rows } = await db.query(
    `SELECT s.id, s.name, s.version FROM training_set s
     WHERE s.status = 'frozen' AND s.fingerprint = $1 AND s.arm = $2 AND EXISTS (
       SELECT 1 FROM jsonb_array_elements(s.plan::jsonb -> 'arms') AS a (arm)
       WHERE a.arm ->> 'name' = $2 AND a.arm -> 'filter' = $3::jsonb)
     ORDER BY s.id DESC LIMIT 1`,
    [fingerprint, name, JSON.stringify(filter)],
  );
  return z.array(Frozen).parse(rows)[0] ?? null;
}
