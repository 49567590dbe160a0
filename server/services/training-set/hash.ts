/** The sha256 of a training set. */
import { createHash } from "node:crypto";
import type { Db } from "@/server/db";
import { encodeLines } from "@/server/services/export/encode-lines";
import { subTrajectories } from "@/server/services/export/formats/sub-trajectories";
import { selectionOf } from "@/server/services/export/prepare";
import type { ExportRequest } from "@/server/services/export/request";
import type { Snapshot } from "@/server/services/export/snapshot";

/** Of its sub-trajectories as JSON Lines: what an export of the set in that form is, byte for byte. */
export async function hashSubTrajectories(
  db: Db,
  snapshot: Snapshot,
  request: ExportRequest,
  signal: AbortSignal,
): Promise<{ sha256: string; rows: number }> {
  const hash = createHash("sha256");
  let rows = 0;
  const source = { snapshot, request, selection: () => selectionOf(db, request) };
  for await (const block of encodeLines(subTrajectories.rows(source), () => {
    rows += 1;
  })) {
    signal.throwIfAborted();
    hash.update(block);
  }
  return { sha256: hash.digest("hex"), rows };
}
