/** Finds judging, labelling and rollout runs and question sets by what a person calls them. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";

const RunRow = z.object({ id: z.int(), key: z.string(), name: z.string(), version: z.int() });
export type RunRow = z.infer<typeof RunRow>;

const TABLES = {
  "judging run": { table: "judging_run", version: "version" },
  "labelling run": { table: "labelling_run", version: "version" },
  "rollout run": { table: "rollout_run", version: "1" },
  "question set": { table: "question_set", version: "1" },
} as const;
export type RunKind = keyof typeof TABLES;

/**
 * The row that `given` means: an id, a key, or a name (as written, else whatever the case), optionally with `@version`;
 * without one the newest version. Throws not-found with the names there are, or conflict with the ids of a name that
 * several share.
 */
export async function resolveRun(db: pg.Pool, kind: RunKind, given: string): Promise<RunRow> {
  const { table, version } = TABLES[kind];
  const { rows } = await db.query(
    `SELECT id, key, name, ${version} AS version FROM ${table} ORDER BY key, version DESC`,
  );
  const all = z.array(RunRow).parse(rows);
  const byId = all.find((row) => String(row.id) === given);
  if (byId) return byId;

  const [, name = given, wanted] = /^(.*?)(?:@(\d+))?$/s.exec(given) ?? [];
  const candidates = wanted === undefined ? newestOfEachKey(all) : all.filter((row) => row.version === Number(wanted));
  const lower = name.toLowerCase();
  const matches = [
    candidates.filter((row) => row.key === name),
    candidates.filter((row) => row.name === name),
    candidates.filter((row) => row.name.toLowerCase() === lower),
  ].find((found) => found.length > 0);

  if (!matches) {
    const names = newestOfEachKey(all).map((row) => `"${row.name}"`);
    const known = names.length > 0 ? `There are: ${names.slice(0, 20).join(", ")}.` : `There is no ${kind} yet.`;
    throw new StudioError("not-found", `No ${kind} is called "${given}". ${known}`);
  }
  const [match, ...others] = matches;
  if (others.length > 0 || !match) {
    const ids = matches.map((row) => `${row.id} (${row.key})`).join(", ");
    throw new StudioError("conflict", `Several ${kind}s are called "${given}": give one of the ids ${ids}.`);
  }
  return match;
}

function newestOfEachKey(rows: RunRow[]): RunRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.key) && seen.add(row.key));
}
