/** Whether what must hold in the database does: counts, hashes, compact rows, nothing orphaned, nothing half-finished. */
import { z } from "zod";
import type { Db } from "@/server/db";
import { openSnapshotOf } from "@/server/services/export/snapshot";
import { changedTrainingSets } from "./frozen";
import { wrongEpisodes, wrongJudgments } from "./hashes";
import { INVARIANTS } from "./invariants";

export type Checked = {
  holds: string;
  violations: number;
  /** The first of them, in words */
  some: string[];
};

const SHOWN = 5;
const Found = z.tuple([z.object({ violations: z.int(), some: z.array(z.string()) })]);
const NOTHING_KEPT = { trajectories: 0, subTrajectories: 0 };

/** Looks at everything, in one snapshot but for frozen sets; hands on each finding as soon as it is there. */
export async function* checkDatabase(db: Db, signal: AbortSignal): AsyncGenerator<Checked> {
  const snapshot = await openSnapshotOf(db, async () => NOTHING_KEPT, "READ ONLY");
  try {
    for (const { holds, violations } of INVARIANTS) {
      signal.throwIfAborted();
      const { rows } = await snapshot.client.query(
        `WITH bad AS MATERIALIZED (${violations})
         SELECT (SELECT count(*) FROM bad)::int AS violations, ARRAY(SELECT what FROM bad LIMIT ${SHOWN}) AS some`,
      );
      const [found] = Found.parse(rows);
      yield { holds, ...found };
    }
    yield await count("Every trajectory and context has the fingerprint of its text", wrongEpisodes(snapshot), signal);
    yield await count("Every judgment has the fingerprint of its verdicts", wrongJudgments(snapshot), signal);
  } finally {
    await snapshot.close();
  }
  const changed = changedTrainingSets(db, signal);
  yield await count("Every frozen training set is, byte for byte, what its sha256 says", changed, signal);
}

async function count(holds: string, wrong: AsyncIterable<string>, signal: AbortSignal): Promise<Checked> {
  const checked: Checked = { holds, violations: 0, some: [] };
  for await (const what of wrong) {
    signal.throwIfAborted();
    checked.violations += 1;
    if (checked.some.length < SHOWN) checked.some.push(what);
  }
  return checked;
}
