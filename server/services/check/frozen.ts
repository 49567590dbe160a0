/** Frozen training sets whose sub-trajectories are no longer those of their sha256. */
import { z } from "zod";
import type { Db } from "@/server/db";
import { completeRequest } from "@/server/services/export/prepare";
import { ExportRequest } from "@/server/services/export/request";
import { openSnapshot } from "@/server/services/export/snapshot";
import { hashSubTrajectories } from "@/server/services/training-set/hash";

const Frozen = z.array(z.object({ id: z.int(), name: z.string(), version: z.int(), sha256: z.string() }));

export async function* changedTrainingSets(db: Db, signal: AbortSignal): AsyncGenerator<string> {
  const { rows } = await db.pool.query(
    "SELECT id, name, version, sha256 FROM training_set WHERE status = 'frozen' AND sha256 IS NOT NULL ORDER BY id",
  );
  for (const { id, name, version, sha256 } of Frozen.parse(rows)) {
    const asked = ExportRequest.parse({ pool: {}, mode: "none", format: "sub-trajectories", trainingSet: id });
    const request = await completeRequest(db, asked);
    const snapshot = await openSnapshot(db, request);
    try {
      if ((await hashSubTrajectories(db, snapshot, request, signal)).sha256 !== sha256)
        yield `training set ${id} (${name} v${version})`;
    } finally {
      await snapshot.close();
    }
  }
}
