/** Looks up what a judging run's plan names, as it will be kept with the run. */
import { StudioError } from "@/domain/errors";
import type { JudgingPlan, JudgingRunSettings } from "@/domain/judging/settings";
import type { Db } from "@/server/db";
import { endpointOf } from "@/server/services/rollout/endpoint-of";
import { findTemplate } from "./templates";

/** Throws not-found where the endpoint or the template is gone. */
export async function checkPlan(
  db: Db,
  { judge }: Pick<JudgingPlan, "judge">,
): Promise<Pick<JudgingRunSettings, "template" | "endpoint">> {
  if (judge.kind === "rule") return { template: null, endpoint: null };
  const [endpoint, template] = await Promise.all([
    endpointOf(db, judge.endpointId),
    findTemplate(db, judge.templateId),
  ]);
  if (!endpoint) throw new StudioError("not-found", "This endpoint is not there any more. Choose another.");
  if (!template) throw new StudioError("not-found", "This template is not there. Choose another.");
  const { createdAt: _, runs: __, ...kept } = template;
  const { id, name, baseUrl, servedName, extraBody } = endpoint;
  return { template: kept, endpoint: { id, name, baseUrl, servedName, extraBody } };
}
