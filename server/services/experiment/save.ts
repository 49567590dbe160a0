import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { ExperimentPlan } from "@/domain/experiment";
import { Prisma } from "@/generated/prisma/client";
import type { Db } from "@/server/db";
import { evaluateExperiment } from "./evaluate";

const Id = z.int32().positive();

export const SaveExperiment = ExperimentPlan.extend({
  /** The experiment to change; null makes one */
  id: Id.nullable().default(null),
  /** The one a new experiment began as */
  clonedFrom: Id.nullable().default(null),
});

/**
 * Makes or changes an experiment, and remembers what its data were. Throws what evaluating it throws, conflict where the
 * name is taken, not-found where it is gone.
 */
export async function saveExperiment(
  db: Db,
  { id, clonedFrom, ...plan }: z.output<typeof SaveExperiment>,
): Promise<{ id: number }> {
  const { fingerprint } = await evaluateExperiment(db, plan);
  const { name, matching } = plan;
  const data = { name, matching, pool: plan.pool, arms: plan.arms, fingerprint };
  try {
    if (id === null) return await db.prisma.experiment.create({ data: { ...data, clonedFrom }, select: { id: true } });
    return await db.prisma.experiment.update({
      where: { id },
      data: { ...data, changedAt: new Date() },
      select: { id: true },
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError)) throw error;
    if (error.code === "P2002")
      throw new StudioError("conflict", `There is an experiment "${name}" already: choose another name.`);
    if (error.code === "P2003") throw new StudioError("not-found", "The experiment that this one began as is gone.");
    if (error.code === "P2025")
      throw new StudioError("not-found", "This experiment is gone: it was removed elsewhere.");
    throw error;
  }
}
