/** Fills `export_kept` with what a request keeps: by a mode's own rules, by a filter's, or as a training set was frozen. */
import type pg from "pg";
import { fillKept, fillKeptFromSet, fillKeptWith, type KeptCounts } from "@/server/queries/export/kept";
import { loadArms } from "@/server/services/experiment/evaluate";
import { readMembers } from "@/server/services/experiment/members";
import type { ExportRequest } from "./request";

export async function keepRequested(client: pg.ClientBase, request: ExportRequest): Promise<KeptCounts> {
  const { pool, mode, filter, trainingSet } = request;
  if (trainingSet !== null) return fillKeptFromSet(client, trainingSet);
  if (filter === null) return fillKept(client, pool, mode);
  const plan = { pool, arms: [{ name: "export", filter }], matching: false };
  return fillKeptWith(client, await readMembers(client, await loadArms(client, plan), plan, "export"));
}
