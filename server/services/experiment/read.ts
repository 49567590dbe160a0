import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { Arm } from "@/domain/experiment";
import { Pool } from "@/domain/pool";
import type { Db } from "@/server/db";

const Time = z.date().transform((time) => time.toISOString());
const Named = z.object({ id: z.int(), name: z.string() });

const Row = z.object({
  id: z.int(),
  name: z.string(),
  pool: Pool,
  arms: z.array(Arm),
  matching: z.boolean(),
  fingerprint: z.string().nullable(),
  clonedFrom: Named.nullable(),
  createdAt: Time,
  changedAt: Time,
});
export type Experiment = z.infer<typeof Row>;

/** Throws not-found. */
export async function readExperiment(db: Db, id: number): Promise<Experiment> {
  const { rows } = await db.pool.query(
    `SELECT e.id, e.name, e.pool::jsonb AS pool, e.arms::jsonb AS arms, e.matching, e.fingerprint,
       (SELECT jsonb_build_object('id', o.id, 'name', o.name) FROM experiment o WHERE o.id = e.cloned_from) AS "clonedFrom",
       e.created_at AS "createdAt", e.changed_at AS "changedAt"
     FROM experiment e WHERE e.id = $1`,
    [id],
  );
  const [experiment] = z.array(Row).parse(rows);
  if (!experiment)
    throw new StudioError("not-found", `There is no experiment ${id}. The Experiments page lists those there are.`);
  return experiment;
}

/** Removes an experiment. Throws not-found. */
export async function removeExperiment(db: Db, id: number): Promise<void> {
  const { count } = await db.prisma.experiment.deleteMany({ where: { id } });
  if (count === 0) throw new StudioError("not-found", "This experiment is gone already.");
}
