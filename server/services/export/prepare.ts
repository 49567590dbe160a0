/** Turns what a person asks for into an export that can be downloaded. */
import { StudioError } from "@/domain/errors";
import { judgesOf } from "@/domain/experiment";
import { asksProcess } from "@/domain/filtering/filter";
import type { TrainingSelection } from "@/domain/training-row";
import { nameOfSet } from "@/domain/training-set/training-set";
import type { Db } from "@/server/db";
import { namedRun } from "@/server/queries/compare/named-run";
import { defaultLabellingRun } from "@/server/queries/default-labelling-run";
import { readTrainingSet } from "@/server/queries/training-set/read";
import { requireFrozen } from "@/server/services/training-set/card";
import { createExport } from "./export-row";
import { EXPORT_FORMATS } from "./formats/registry";
import { type AskedExport, ExportRequest } from "./request";

/**
 * Makes the export's row, with everything filled in that the request leaves open, and returns its id. Throws precondition
 * without a judging run (the studio's own format carries the verdicts of all) or for a training set that is not frozen,
 * invalid for a file that the format cannot be, not-found for a run that is gone.
 */
export async function prepareExport(db: Db, given: AskedExport): Promise<number> {
  const asked = ExportRequest.parse(given);
  checkFile(asked);
  const request = await completeRequest(db, asked);
  return createExport(db, request, await nameOf(db, request));
}

async function nameOf(db: Db, request: ExportRequest): Promise<string> {
  const { format, mode, trainingSet } = request;
  if (trainingSet !== null) {
    const set = nameOfSet(await readTrainingSet(db.pool, trainingSet));
    return `${fileNamePart(set)}-${format === "sub-trajectories" ? "swirl" : format}`;
  }
  if (format === "swirl") return "swirl-studio";
  const { judging_run_key } = await selectionOf(db, request);
  const judges = request.filter === null ? await nameOfJudge(db, request) : judging_run_key;
  return `${format === "sub-trajectories" ? "swirl" : format}-${mode}${judges === null ? "" : `-${fileNamePart(judges)}`}`;
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

/** The fields that all rows of an export share. Throws precondition where a mode's own rules have no judging run. */
export async function selectionOf(db: Db, request: ExportRequest): Promise<TrainingSelection> {
  const { judging, labelling } = runsOf(request);
  const judges = await Promise.all(judging.map((id) => namedRun(db.pool, "judging run", id)));
  const labels = labelling === null ? null : await namedRun(db.pool, "labelling run", labelling);
  const only = judges.length === 1 ? judges[0] : undefined;
  return {
    judging_run: only?.id ?? null,
    judging_run_key: judges.length === 0 ? null : judges.map(({ key }) => key).join("+"),
    judging_run_version: only?.version ?? null,
    labelling_run: labels?.id ?? null,
    labelling_run_key: labels?.key ?? null,
    labelling_run_version: labels?.version ?? null,
    mode: request.mode,
  };
}

/**
 * The request as it is carried out: of a training set with what it was frozen from, else with the labelling run of its
 * filter mode filled in. Throws not-found; precondition for a training set that is not frozen.
 */
export async function completeRequest(db: Db, request: ExportRequest): Promise<ExportRequest> {
  if (request.trainingSet !== null) {
    const { pool, filter } = requireFrozen(await readTrainingSet(db.pool, request.trainingSet));
    return { ...request, pool, filter, mode: filter.mode };
  }
  if (request.filter !== null && asksProcess(request.filter.mode) && judgesOf(request.filter).length === 0)
    throw new StudioError("precondition", "The filter's mode follows verdicts: name a judging run in process.judges.");
  if (request.filter !== null) return { ...request, mode: request.filter.mode };
  // Records of the studio's own format carry every run's labels; without a mode the pool stays as a page shows it.
  const isChosen = request.pool.labels !== null || (request.format === "swirl" && request.mode === "none");
  if (isChosen) return request;
  return { ...request, pool: { ...request.pool, labels: await defaultLabellingRun(db.pool, request.pool) } };
}

/** Ids of the judging runs whose verdicts the rows carry, and of the labelling run. */
function runsOf({ filter, pool }: ExportRequest): { judging: number[]; labelling: number | null } {
  if (filter !== null) return { judging: judgesOf(filter), labelling: filter.outcome.labels };
  if (pool.judge === null)
    throw new StudioError("precondition", "Choose a judging run: every row is about its verdicts.");
  return { judging: [pool.judge], labelling: pool.labels };
}

async function nameOfJudge(db: Db, request: ExportRequest): Promise<string> {
  const [id] = runsOf(request).judging;
  return id === undefined ? "" : (await namedRun(db.pool, "judging run", id)).name;
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
