/** A person's rulings: one judging run a person, changed step by step, with the same judgment as any other run's. */
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import { type PersonRuling, personKey, type RetractedRuling } from "@/domain/judging/person";
import type { Db } from "@/server/db";
import { plainText } from "@/server/services/import/copy";
import {
  changeVerdicts,
  findRuledOn,
  lockPersonRun,
  type PersonRun,
  type RuledOn,
  removeRulings,
  writeRulings,
} from "./person-run";

export type Ruled = {
  /** null once nothing of the person's is left on the trajectory and they never ruled before */
  runId: number | null;
};

/** Rules on a step, or rules anew. Throws not-found where there is no such step. */
export async function ruleStep(db: Db, ruling: PersonRuling): Promise<Ruled> {
  return changeVerdicts(db, async (client) => {
    const trajectory = await findStep(client, ruling);
    const runId = await lockPersonRun(client, runOf(ruling.person), true);
    const { step, rating, rationale } = ruling;
    await writeRulings(client, runId, trajectory, [{ step, rating, rationale }]);
    return { runId };
  });
}

/** Takes a ruling back. */
export async function retractRuling(db: Db, ruling: RetractedRuling): Promise<Ruled> {
  return changeVerdicts(db, async (client) => {
    const trajectory = await findStep(client, ruling);
    const runId = await lockPersonRun(client, runOf(ruling.person), false);
    if (runId !== null) await removeRulings(client, runId, trajectory, ruling.step);
    return { runId };
  });
}

const runOf = (person: string): PersonRun => ({ key: personKey(plainText(person)), name: person });

async function findStep(client: pg.PoolClient, { trajectoryId, step }: RetractedRuling): Promise<RuledOn> {
  const trajectory = await findRuledOn(client, trajectoryId);
  if (step >= trajectory.num_steps)
    throw new StudioError("not-found", `Trajectory ${trajectoryId} has no step ${step + 1}.`);
  return trajectory;
}
