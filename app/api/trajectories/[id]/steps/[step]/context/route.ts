import { StudioError } from "@/domain/errors";
import { database } from "@/server/db";
import { downloadContext, idFrom, respondWith } from "@/server/services/trajectory/download";

type Params = { params: Promise<{ id: string; step: string }> };

/** GET /api/trajectories/ID/steps/N/context: what the model saw before action N (from 1), as a JSON list of messages. */
export async function GET(_request: Request, { params }: Params): Promise<Response> {
  const given = await params;
  const id = idFrom(given.id);
  const step = idFrom(given.step);
  return respondWith(async () => {
    if (id === null || step === null)
      throw new StudioError("not-found", `There is no step "${given.step}" of a trajectory "${given.id}".`);
    return downloadContext(database().pool, id, step - 1);
  });
}
