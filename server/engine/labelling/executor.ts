/** Labelling runs: one outcome a trajectory, by a metric or by a model. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { KeptLabelling, type KeptMetricLabelling, type KeptModelLabelling } from "@/domain/labelling/kept";
import { labelByMetric } from "@/domain/labelling/label";
import { METRIC_VERSION } from "@/domain/labelling/metrics";
import type { Db } from "@/server/db";
import { endpointOf } from "@/server/services/rollout/endpoint-of";
import type { Executor, OpenRun, Result } from "../executor";
import { requireSameModel } from "../require-same-model";
import { labelByModel } from "./by-model";
import { commitLabels, type LabelRow } from "./commit";
import { type LabellingPiece, missingPieces } from "./pieces";

type Open = OpenRun<LabellingPiece, LabelRow>;
const Settings = z.array(z.object({ settings: z.string() })).max(1);

export const labellingExecutor: Executor = {
  kind: "labelling",
  async open(db, runId) {
    const { rows } = await db.pool.query("SELECT settings FROM labelling_run WHERE id = $1", [runId]);
    const [row] = Settings.parse(rows);
    if (!row) throw new StudioError("not-found", `There is no labelling run ${runId}.`);
    const kept = KeptLabelling.parse(JSON.parse(row.settings));
    const shared: Pick<Open, "missing" | "commit"> = {
      missing: (items) => missingPieces(db.pool, runId, items),
      commit: (client, results) => commitLabels(client, runId, results),
    };
    return "prompt" in kept ? { ...shared, ...(await byModel(db, kept)) } : { ...shared, ...byMetric(kept) };
  },
};

type Way = Pick<Open, "endpoint" | "perform">;

function byMetric({ labeller, metricVersion }: z.infer<typeof KeptMetricLabelling>): Way {
  if (metricVersion !== METRIC_VERSION)
    throw new StudioError(
      "precondition",
      `This run began with version ${metricVersion} of the metric; the studio now computes version ${METRIC_VERSION}. Cancel it and label again.`,
    );
  return { endpoint: null, perform: async (piece) => resultOfMetric(labeller, piece) };
}

function resultOfMetric(
  labeller: z.infer<typeof KeptMetricLabelling>["labeller"],
  piece: LabellingPiece,
): Result<LabelRow> {
  const { trajectoryId } = piece;
  const label = labelByMetric(labeller, piece, piece.answers);
  const result = { data: { trajectoryId, ...label }, promptTokens: 0, completionTokens: 0 };
  if (label.correct !== null) return { ...result, endState: label.correct ? "correct" : "incorrect" };
  const failure = {
    itemId: trajectoryId,
    failure: "no-accepted-answer",
    message: "The question has no accepted answer.",
  };
  return { ...result, endState: "unlabelled", failures: [failure] };
}

async function byModel(
  db: Db,
  { labeller, prompt, endpoint: began }: z.infer<typeof KeptModelLabelling>,
): Promise<Way> {
  const endpoint = await endpointOf(db, labeller.endpointId);
  if (!endpoint)
    throw new StudioError("precondition", "The endpoint of this run was removed. Cancel it and label again.");
  requireSameModel(endpoint, began, "labelling");
  return { endpoint, perform: (piece, tools) => labelByModel(labeller, prompt, piece, tools) };
}
