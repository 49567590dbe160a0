/** Looks up what files name by keys and names: which rows these are here. */
import type pg from "pg";
import { z } from "zod";
import { type Ref, type Resolve, refsOf } from "@/domain/reference";

type Lookup = { sql: string; values: (string | number)[] };

/** What `work` makes of the ids of all that it asks for. */
export async function withRefs<Made>(db: pg.Pool | pg.ClientBase, work: (resolve: Resolve) => Made): Promise<Made> {
  const ids = new Map<string, number | null>();
  for (const ref of refsOf(work)) {
    const name = JSON.stringify(ref);
    if (!ids.has(name)) ids.set(name, await findRef(db, ref));
  }
  return work((ref) => ids.get(JSON.stringify(ref)) ?? null);
}

const Found = z.array(z.object({ id: z.int() }));

async function findRef(db: pg.Pool | pg.ClientBase, ref: Ref): Promise<number | null> {
  const { sql, values } = lookup(ref);
  // PostgreSQL holds no NUL and no half of a surrogate pair: so was the key kept.
  const kept = values.map((value) =>
    typeof value === "string" ? value.replaceAll("\0", "\uFFFD").toWellFormed() : value,
  );
  const { rows } = await db.query(sql, kept);
  return Found.parse(rows)[0]?.id ?? null;
}

function lookup(ref: Ref): Lookup {
  switch (ref.kind) {
    case "question set":
      return { sql: "SELECT id FROM question_set WHERE key = $1", values: [ref.key] };
    case "rollout run":
      return { sql: "SELECT id FROM rollout_run WHERE key = $1", values: [ref.key] };
    case "corpus":
      return { sql: "SELECT id FROM corpus WHERE key = $1", values: [ref.key] };
    case "model":
      return { sql: "SELECT id FROM model WHERE name = $1", values: [ref.key] };
    case "judging run":
      return { sql: "SELECT id FROM judging_run WHERE key = $1 AND version = $2", values: [ref.key, ref.version] };
    case "labelling run":
      return { sql: "SELECT id FROM labelling_run WHERE key = $1 AND version = $2", values: [ref.key, ref.version] };
    case "question":
      return {
        sql: `SELECT q.id FROM question q JOIN question_set s ON s.id = q.question_set_id WHERE s.key = $1 AND q.key = $2`,
        values: [ref.set, ref.key],
      };
    case "endpoint":
      return {
        sql: "SELECT id FROM endpoint WHERE name = $1 AND served_name = $2",
        values: [ref.name, ref.servedName],
      };
    case "template":
      return {
        sql: "SELECT id FROM judge_template WHERE name = $1 AND version = $2 AND system_text = $3 AND user_text = $4",
        values: [ref.name, ref.version, ref.systemText, ref.userText],
      };
  }
}
