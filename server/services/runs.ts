/** Finds runs, sets, models and whatever else has a name by what a person calls it. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { freeName } from "@/domain/free-name";

const RunRow = z.object({ id: z.int(), key: z.string(), name: z.string(), version: z.int() });
export type RunRow = z.infer<typeof RunRow>;

/** Rows of one key are versions of one thing. */
const TABLES = {
  "judging run": { table: "judging_run", key: "key", version: "version" },
  "labelling run": { table: "labelling_run", key: "key", version: "version" },
  "rollout run": { table: "rollout_run", key: "key", version: "1" },
  "question set": { table: "question_set", key: "key", version: "1" },
  "training set": { table: "training_set", key: "lower(name)", version: "version" },
  "judge's template": { table: "judge_template", key: "name", version: "version" },
  model: { table: "model", key: "name", version: "1" },
  endpoint: { table: "endpoint", key: "name", version: "1" },
  "training engine": { table: "training_engine", key: "name", version: "1" },
  experiment: { table: "experiment", key: "name", version: "1" },
  review: { table: "review", key: "key::text", version: "1" },
  round: { table: "round", key: "key::text", version: "1" },
  "training run": { table: "training_run", key: "key::text", version: "1" },
  "training of arms": { table: "arm_training", key: "key::text", version: "1" },
  "eval matrix": { table: "eval_matrix", key: "key::text", version: "1" },
} as const;
export type RunKind = keyof typeof TABLES;

async function readAll(db: pg.Pool, kind: RunKind): Promise<RunRow[]> {
  const { table, key, version } = TABLES[kind];
  const { rows } = await db.query(
    `SELECT id, ${key} AS key, name, ${version} AS version FROM ${table} ORDER BY key, version DESC`,
  );
  return z.array(RunRow).parse(rows);
}

/** The name, with a number behind it where something of its kind has it already. */
export async function freeNameOf(db: pg.Pool, kind: RunKind, name: string): Promise<string> {
  return freeName(
    name,
    (await readAll(db, kind)).map((row) => row.name),
  );
}

/**
 * The row that `given` means: an id, a key, or a name (as written, else whatever the case), optionally with `@version`;
 * without one the newest version. Throws not-found with the names there are, or conflict with the ids of a name that
 * several share.
 */
export async function resolveRun(db: pg.Pool, kind: RunKind, given: string): Promise<RunRow> {
  const all = await readAll(db, kind);
  const byId = all.find((row) => String(row.id) === given);
  if (byId) return byId;

  const [, name = given, wanted] = /^(.*?)(?:@(\d+))?$/s.exec(given) ?? [];
  const matches =
    called(newestOfEachKey(all), given) ??
    (wanted === undefined
      ? undefined
      : called(
          all.filter((row) => row.version === Number(wanted)),
          name,
        ));

  if (!matches) {
    const names = newestOfEachKey(all).map((row) => `"${row.name}"`);
    const known = names.length > 0 ? `There are: ${names.slice(0, 20).join(", ")}.` : `There is no ${kind} yet.`;
    throw new StudioError("not-found", `No ${kind} is called "${given}". ${known}`);
  }
  const [match, ...others] = matches;
  if (others.length > 0 || !match) {
    const ids = matches.map((row) => `${row.id} (${row.key})`).join(", ");
    throw new StudioError("conflict", `More than one ${kind} is called "${given}": give one of the ids ${ids}.`);
  }
  return match;
}

function newestOfEachKey(rows: RunRow[]): RunRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => !seen.has(row.key) && seen.add(row.key));
}

/** By key, else by name as written, else whatever the case. */
function called(rows: RunRow[], name: string): RunRow[] | undefined {
  const lower = name.toLowerCase();
  return [
    rows.filter((row) => row.key === name),
    rows.filter((row) => row.name === name),
    rows.filter((row) => row.name.toLowerCase() === lower),
  ].find((found) => found.length > 0);
}
