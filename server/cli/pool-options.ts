/** The options by which commands choose a pool. */
import type { ParseArgsConfig } from "node:util";
import { EMPTY_POOL, hasConditions, POOL_PARAMS, type Pool, poolFromParams } from "@/domain/pool";
import type { Db } from "@/server/db";
import { resolveRun } from "@/server/services/runs";
import { UsageError } from "./exit-status";

export const POOL_OPTIONS = {
  "judging-run": { type: "string" },
  "labelling-run": { type: "string" },
  set: { type: "string", multiple: true },
  "rollout-run": { type: "string", multiple: true },
  pool: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

export const POOL_HELP = `  --judging-run NAME     whose verdicts decide; NAME@2 is its second version, an id works too
  --labelling-run NAME   whose outcomes decide; else the labelling run that covers most of the pool
Pool; without any of these, the question sets and rollout runs that the judging run was made on:
  --set KEY|NAME         trajectories on this question set; may be repeated
  --rollout-run NAME     trajectories of this rollout run; may be repeated
  --pool QUERY           any other pool, as the query string of a page's address, such as "set=1&min-steps=3"`;

type Given = {
  "judging-run"?: string;
  "labelling-run"?: string;
  set?: string[];
  "rollout-run"?: string[];
  pool?: string;
};

/** The pool that the options describe, with names replaced by ids. Throws StudioError for a name that means nothing. */
export async function poolFromOptions(db: Db, given: Given): Promise<Pool> {
  const written = given.pool === undefined ? EMPTY_POOL : readPool(given.pool);
  const idOf = async (kind: Parameters<typeof resolveRun>[1], name: string) =>
    (await resolveRun(db.pool, kind, name)).id;
  const idsOf = (kind: Parameters<typeof resolveRun>[1], names: string[] = []) =>
    Promise.all(names.map((name) => idOf(kind, name)));

  const pool: Pool = {
    ...written,
    sets: [...written.sets, ...(await idsOf("question set", given.set))],
    runs: [...written.runs, ...(await idsOf("rollout run", given["rollout-run"]))],
    judge: given["judging-run"] === undefined ? written.judge : await idOf("judging run", given["judging-run"]),
    labels: given["labelling-run"] === undefined ? written.labels : await idOf("labelling run", given["labelling-run"]),
  };
  return hasConditions(pool) ? pool : { ...pool, scope: pool.judge };
}

/** What else stands in a page's address, and says nothing about the pool. */
const VIEW_PARAMS = ["sort", "columns"];

function readPool(query: string): Pool {
  const params = new URLSearchParams(query);
  const unknown = [...new Set(params.keys())].filter(
    (name) => !POOL_PARAMS.includes(name) && !VIEW_PARAMS.includes(name),
  );
  // Ignoring a condition would take too much.
  if (unknown.length > 0)
    throw new UsageError(`--pool: there is no parameter ${unknown.join(", ")}; there are ${POOL_PARAMS.join(", ")}`);
  const { pool, ignored } = poolFromParams(params);
  if (ignored.length > 0) throw new UsageError(`--pool: cannot read ${ignored.join(", ")} in "${query}"`);
  return pool;
}
