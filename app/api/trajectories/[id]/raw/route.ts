import { StudioError } from "@/domain/errors";
import { database } from "@/server/db";
import { downloadRecord, idFrom, respondWith } from "@/server/services/trajectory/download";

/** GET /api/trajectories/ID/raw: the trajectory as one record of the studio's own format. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const given = await params;
  const id = idFrom(given.id);
  return respondWith(async () => {
    if (id === null) throw new StudioError("not-found", `"${given.id}" is not the number of a trajectory.`);
    return downloadRecord(database().pool, id);
  });
}
