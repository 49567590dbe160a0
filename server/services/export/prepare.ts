/** Turns what a person asks for into an export that can be downloaded. */
import { StudioError } from "@/domain/errors";
import type { TrainingSelection } from "@/domain/training-row";
import type { Db } from "@/server/db";
import { type NamedRun, namedRun } from "@/server/queries/compare/named-run";
import { defaultLabellingRun } from "@/server/queries/default-labelling-run";
import { createExport } from "./export-row";
import { EXPORT_FORMATS } from "./formats/registry";
import type { ExportRequest } from "./request";

/**
 * Makes the export's row, with the labelling run of its filter mode filled in, and returns its id. Throws precondition
 * without a judging run (the studio's own format carries the verdicts of all), invalid for a file that the format
 * cannot be, not-found for a run that is gone.
 */
export async function prepareExport(db: Db, given: ExportRequest): Promise<number> {
  checkFile(given);
  const request = await prepareLabels(db, given);
  if (request.format === "swirl") return createExport(db, request, "swirl-studio");
  const { judgingRun } = await runsOf(db, request);
  const form = request.format === "sub-trajectories" ? "swirl" : request.format;
  return createExport(db, request, `${form}-${request.mode}-${fileNamePart(judgingRun.name)}`);
}

function checkFile({ format, file, gzip }: ExportRequest): void {
  if (file !== "parquet") return;
  if (gzip) throw new StudioError("invalid", "A Parquet file is compressed by itself: leave out gzip.");
  if (EXPORT_FORMATS[format].linesOnly)
    throw new StudioError(
      "invalid",
      "Sub-trajectories hold messages as they were imported, which have no common column type: " +
        "export trl-prompt-completion, the same rows with messages in fixed fields.",
    );
}

/** The fields that all rows of an export share. */
export async function selectionOf(db: Db, request: ExportRequest): Promise<TrainingSelection> {
  const { judgingRun, labellingRun } = await runsOf(db, request);
  return {
    judging_run: judgingRun.id,
    judging_run_key: judgingRun.key,
    judging_run_version: judgingRun.version,
    labelling_run: labellingRun?.id ?? null,
    labelling_run_key: labellingRun?.key ?? null,
    labelling_run_version: labellingRun?.version ?? null,
    mode: request.mode,
  };
}

/** The request with the labelling run of its filter mode filled in. */
export async function prepareLabels(db: Db, request: ExportRequest): Promise<ExportRequest> {
  // Records of the studio's own format carry every run's labels; without a mode the pool stays as a page shows it.
  const isChosen = request.pool.labels !== null || (request.format === "swirl" && request.mode === "none");
  if (isChosen) return request;
  return { ...request, pool: { ...request.pool, labels: await defaultLabellingRun(db.pool, request.pool) } };
}

async function runsOf(
  db: Db,
  { pool }: ExportRequest,
): Promise<{ judgingRun: NamedRun; labellingRun: NamedRun | null }> {
  if (pool.judge === null)
    throw new StudioError("precondition", "Choose a judging run: every row is about its verdicts.");
  return {
    judgingRun: await namedRun(db.pool, "judging run", pool.judge),
    labellingRun: pool.labels === null ? null : await namedRun(db.pool, "labelling run", pool.labels),
  };
}

function fileNamePart(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, "-")
      .replace(/^[-.]+|[-.]+$/g, "")
      .slice(0, 60) || "judge"
  );
}
