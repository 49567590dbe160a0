/** Reads `/api/export`'s query string: pool parameters as on every page, and what the export adds to them. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { FilterMode } from "@/domain/filter";
import { filterFromJson } from "@/domain/filtering/from-json";
import { hasConditions, type Pool, poolFromParams, poolToParams } from "@/domain/pool";
import type { Db } from "@/server/db";
import { resolveRun } from "@/server/services/runs";
import { poolOfFilter } from "./pool-of-filter";
import { type AskedExport, ExportFile, ExportFormatName, WrittenFormat } from "./request";

/** What an export adds to the parameters of a pool. */
export const OWN = ["format", "file", "gzip", "judging-run", "labelling-run", "filter", "training-set"] as const;

/**
 * Throws invalid for a parameter that is unknown or cannot be read: ignoring a condition would export too much. Without
 * conditions the pool is what the judging run was made on, as for `swirl export`. The studio's own
 * format holds exactly what a page of trajectories with these parameters shows.
 */
export async function readExportQuery(db: Db, params: URLSearchParams): Promise<AskedExport> {
  const unknown = [...new Set(params.keys())].filter((name) => !OWN.some((own) => own === name) && !isPoolParam(name));
  if (unknown.length > 0) throw new StudioError("invalid", `There is no parameter ${unknown.join(", ")}.`);
  const repeated = OWN.filter((name) => params.getAll(name).length > 1);
  if (repeated.length > 0) throw new StudioError("invalid", `Say ${repeated.join(", ")} once.`);
  const { pool: written, ignored } = poolFromParams(params);
  if (ignored.length > 0) throw new StudioError("invalid", `Cannot read the value of ${ignored.join(", ")}.`);

  const format = readFormat(params.get("format") ?? "sub-trajectories");
  const gzip = readSwitch("gzip", params.get("gzip"));
  const file = readFile(params.get("file") ?? "jsonl");
  const trainingSet = params.get("training-set");
  if (trainingSet !== null) {
    const others = [...new Set(params.keys())].filter(
      (name) => !["format", "file", "gzip", "training-set"].includes(name),
    );
    if (others.length > 0)
      throw new StudioError("invalid", `training-set says that already: leave out ${others.join(", ")}.`);
    return { format, file, gzip, trainingSet: readId("training-set", trainingSet) };
  }
  const filter = params.get("filter");
  if (filter !== null) {
    const others = ["mode", "judge", "labels", "judging-run", "labelling-run"].filter((name) => params.has(name));
    if (others.length > 0)
      throw new StudioError("invalid", `filter says that already: leave out ${others.join(", ")}.`);
    const read = filterFromJson(filter, "filter");
    return { format, file, gzip, pool: poolOfFilter(written, read), filter: read };
  }
  const judge = (await runId(db, "judging run", params.get("judging-run"))) ?? written.judge;
  const labels = (await runId(db, "labelling run", params.get("labelling-run"))) ?? written.labels;
  if (format === "swirl") return { format, mode: "none", pool: { ...written, judge, labels }, file, gzip };

  // The same word for a pool and for an export: kept by this mode.
  const { mode } = written;
  if (mode === null) throw new StudioError("invalid", `Name a filter mode: mode=${FilterMode.options.join(" or ")}.`);
  if (judge === null) throw new StudioError("invalid", "Name a judging run: judge=ID or judging-run=NAME.");
  const pool: Pool = { ...written, judge, labels, mode: null };
  return { format, mode, pool: hasConditions(pool) ? pool : { ...pool, scope: judge }, file, gzip };
}

async function runId(db: Db, kind: "judging run" | "labelling run", name: string | null): Promise<number | null> {
  return name === null ? null : (await resolveRun(db.pool, kind, name)).id;
}

function readId(name: string, value: string): number {
  const { data } = z.coerce.number().pipe(z.int32().positive()).safeParse(value);
  if (data === undefined) throw new StudioError("invalid", `${name}=${value}: it is an id.`);
  return data;
}

function readFormat(value: string): ExportFormatName {
  const { data } = WrittenFormat.safeParse(value);
  if (!data) throw new StudioError("invalid", `format=${value}: it is one of ${ExportFormatName.options.join(", ")}.`);
  return data;
}

function readFile(value: string): ExportFile {
  const { data } = ExportFile.safeParse(value);
  if (!data) throw new StudioError("invalid", `file=${value}: it is ${ExportFile.options.join(" or ")}.`);
  return data;
}

function readSwitch(name: string, value: string | null): boolean {
  if (value === null || value === "0" || value === "false") return false;
  if (value === "1" || value === "true" || value === "") return true;
  throw new StudioError("invalid", `${name}=${value}: it is 1 or 0.`);
}

/** A pool's parameter either takes any text or refuses this one. */
function isPoolParam(name: string): boolean {
  const { pool, ignored } = poolFromParams(new URLSearchParams([[name, "?"]]));
  return ignored.length > 0 || poolToParams(pool).size > 0;
}
