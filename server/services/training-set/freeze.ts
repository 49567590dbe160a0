/**
 * Freezes training sets in the background. One transaction reads the data, compares them with what was looked at, writes
 * the members and marks the set as frozen: whenever it is broken off, nothing of it is there and it is done again.
 */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { ExperimentPlan } from "@/domain/experiment";
import { armFigures } from "@/domain/filtering/figures";
import type { Db } from "@/server/db";
import { fillKeptWith } from "@/server/queries/export/kept";
import { armOf } from "@/server/queries/training-set/rows";
import { fingerprintOf, loadArms } from "@/server/services/experiment/evaluate";
import { readMembers } from "@/server/services/experiment/members";
import { ExportRequest } from "@/server/services/export/request";
import { openSnapshotOf } from "@/server/services/export/snapshot";
import { readFacts } from "./facts";
import { hashSubTrajectories } from "./hash";

const Asked = z.object({
  id: z.int(),
  arm: z.string(),
  plan: ExperimentPlan,
  fingerprint: z.string(),
});
type Asked = z.infer<typeof Asked>;

/** Another worker is at it, or it is gone. */
class NotOurs extends Error {}

/** Against `REFUSE_FREEZING` of services/sample/remove.ts, and nothing else */
const HOLD_MEMBERS = "LOCK TABLE training_set_member IN ROW SHARE MODE";

const CHANGED =
  "The data have changed since its figures were shown, so this would not be what you saw: look at the experiment again, then freeze.";
const BROKEN = "The studio or its database failed while freezing it: freeze it again.";

/** Freezes what waits, one after another, until `signal`; a set that cannot be says why. Answers how many were frozen. */
export async function freezeWaiting(db: Db, codeVersion: string, signal: AbortSignal): Promise<number> {
  const { rows } = await db.pool.query(
    `SELECT id, arm, plan::jsonb AS plan, fingerprint FROM training_set WHERE status = 'freezing' ORDER BY id`,
  );
  let frozen = 0;
  for (const asked of z.array(Asked).parse(rows)) {
    if (signal.aborted) break;
    if (await freezeOrSayWhyNot(db, asked, codeVersion, signal)) frozen += 1;
  }
  return frozen;
}

async function freezeOrSayWhyNot(db: Db, asked: Asked, codeVersion: string, signal: AbortSignal): Promise<boolean> {
  try {
    await freeze(db, asked, codeVersion, signal);
    return true;
  } catch (error) {
    if (error instanceof NotOurs || signal.aborted || isFasterElsewhere(error)) return false;
    if (!(error instanceof StudioError)) console.error(`Freezing training set ${asked.id}:`, error);
    const message = error instanceof StudioError ? error.message : BROKEN;
    await db.pool.query(
      "UPDATE training_set SET status = 'failed', message = $2 WHERE id = $1 AND status = 'freezing'",
      [asked.id, message],
    );
    return false;
  }
}

/** Its row was changed by somebody whose transaction ended while this one ran. */
const isFasterElsewhere = (error: unknown) => error instanceof Error && "code" in error && error.code === "40001";

async function freeze(db: Db, asked: Asked, codeVersion: string, signal: AbortSignal): Promise<void> {
  const { plan } = asked;
  const { filter } = armOf(plan, asked.arm);
  const keep = async (client: pg.Client) => {
    // Before the snapshot is taken: nothing that is read for it is removed until it is frozen.
    await client.query(HOLD_MEMBERS);
    await takeLock(client, asked.id);
    const loaded = await loadArms(client, plan);
    if (fingerprintOf(loaded) !== asked.fingerprint) throw new StudioError("conflict", CHANGED);
    return { ...(await fillKeptWith(client, await readMembers(client, loaded, plan, asked.arm))), loaded };
  };
  const snapshot = await openSnapshotOf(db, keep, "READ WRITE");
  try {
    const { client, kept } = snapshot;
    const { table, selections, outcomes, matchedTo } = kept.loaded;
    const index = plan.arms.findIndex(({ name }) => name === asked.arm);
    const selection = selections[index];
    if (!selection || kept.subTrajectories === 0)
      throw new StudioError("precondition", "This arm keeps nothing, so there is nothing to freeze.");
    const outcome = filter.outcome.labels === null ? null : (outcomes.get(filter.outcome.labels) ?? null);
    const figures = armFigures(table, outcome, filter, selection);
    const facts = await readFacts(client, table, filter, figures);
    const request = ExportRequest.parse({ pool: plan.pool, filter, mode: filter.mode });
    const { sha256, rows } = await hashSubTrajectories(db, snapshot, request, signal);
    if (rows !== kept.subTrajectories)
      throw new Error(`${rows} sub-trajectories were read where ${kept.subTrajectories} are kept.`);
    await client.query(
      `INSERT INTO training_set_member (training_set_id, trajectory_id, correct, reach, kept, ratings, scores)
       SELECT $1::int, id, correct, reach, kept, ratings, scores FROM export_kept ORDER BY id`,
      [asked.id],
    );
    await client.query(
      `UPDATE training_set SET status = 'frozen', message = NULL, matched_to = $2, trajectories = $3,
         sub_trajectories = $4, distinct_contexts = $5, facts = $6, sha256 = $7, code_version = $8, frozen_at = now()
       WHERE id = $1`,
      [
        ...[asked.id, matchedTo, kept.trajectories, kept.subTrajectories, figures.distinctContexts],
        ...[JSON.stringify(facts), sha256, codeVersion],
      ],
    );
    await client.query("COMMIT");
  } finally {
    await snapshot.close();
  }
}

/** Until the transaction ends. Throws where another has it, or the set is not to be frozen any more. */
async function takeLock(client: pg.ClientBase, id: number): Promise<void> {
  const { rows } = await client.query(
    "SELECT pg_try_advisory_xact_lock(hashtext('swirl-studio freeze'), $1) AS taken",
    [id],
  );
  const { rowCount } = await client.query("SELECT FROM training_set WHERE id = $1 AND status = 'freezing'", [id]);
  if (!rows[0]?.taken || rowCount !== 1) throw new NotOurs();
}
