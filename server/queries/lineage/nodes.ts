/** What the nodes of a lineage are: name, key figure, page. A node without a row is gone. */
import type pg from "pg";
import { z } from "zod";
import { type Figure, KIND_WORDS, type LineageNode, NodeKind, refOf } from "@/domain/lineage/node";
import { NOT_HERE } from "@/domain/reference";
import { readEvalResults } from "../eval/results";
import { Count, Id } from "../library/row-types";
import { readFilterNodes } from "./filter-nodes";

/** What a row says of a node, but for its key and kind. */
export type NodeFacts = Pick<LineageNode, "name" | "figure" | "href" | "isSample"> & { word?: string };
export type FactsById = Map<number, NodeFacts>;

/** `names`: what things that are gone were called, by key. */
export async function readNodes(
  db: pg.Pool,
  keys: readonly string[],
  names: ReadonlyMap<string, string>,
): Promise<LineageNode[]> {
  const refs = keys.map((key) => ({ key, ...refOf(key) }));
  const found = new Map(
    await Promise.all(
      NodeKind.options.map(async (kind): Promise<[NodeKind, FactsById]> => {
        const ids = refs.flatMap((ref) => (ref.kind === kind && ref.id !== null ? [ref.id] : []));
        return [kind, ids.length === 0 ? new Map() : await READERS[kind](db, ids)];
      }),
    ),
  );
  return refs.map(({ key, kind, id }) => {
    const facts = id === null ? undefined : found.get(kind)?.get(id);
    if (facts) return { key, kind, word: KIND_WORDS[kind], isGone: false, ...facts };
    const name = names.get(key) ?? (id === null || id === NOT_HERE ? "not in this studio" : `no. ${id}`);
    return { key, kind, word: KIND_WORDS[kind], name, figure: null, href: null, isSample: false, isGone: true };
  });
}

type Reader = (db: pg.Pool, ids: readonly number[]) => Promise<FactsById>;

const Named = z.object({ id: Id, name: z.string(), isSample: z.boolean() });

/** Reads rows of `shape` by the SQL, whose only value is the ids. */
function reader<Row extends { id: number; name: string; isSample: boolean }>(
  shape: z.ZodType<Row>,
  sql: string,
  path: string,
  figure: (row: Row) => Figure,
): Reader {
  return async (db, ids) => {
    const { rows } = await db.query(sql, [ids]);
    const parsed = z.array(shape).parse(rows);
    return new Map(
      parsed.map((row) => [
        row.id,
        { name: row.name, isSample: row.isSample, href: `${path}/${row.id}`, figure: figure(row) },
      ]),
    );
  };
}

const share = (part: number, n: number) => (n === 0 ? null : part / n);
const Counted = Named.extend({ n: Count });
const Shared = Counted.extend({ part: Count });

const READERS: Record<NodeKind, Reader> = {
  "question-set": reader(
    Counted,
    `SELECT id, name, is_sample AS "isSample", (SELECT count(*) FROM question q WHERE q.question_set_id = s.id) AS n
     FROM question_set s WHERE id = ANY($1::int[])`,
    "/questions",
    ({ n }) => ({ kind: "questions", n }),
  ),
  "rollout-run": readRolloutRuns,
  "judging-run": reader(
    Shared,
    `SELECT id, name || ' v' || version AS name, is_sample AS "isSample", coalesce(n, 0) AS n, coalesce(part, 0) AS part
     FROM judging_run r LEFT JOIN (
       SELECT judging_run_id, count(*) FILTER (WHERE process <> 0) AS n, count(*) FILTER (WHERE process = 1) AS part
       FROM judgment WHERE judging_run_id = ANY($1::int[]) GROUP BY 1) j ON j.judging_run_id = r.id
     WHERE id = ANY($1::int[])`,
    "/judging",
    ({ part, n }) => ({ kind: "reasonable", share: share(part, n), n }),
  ),
  "labelling-run": reader(
    Shared,
    `SELECT id, name || ' v' || version AS name, is_sample AS "isSample", coalesce(n, 0) AS n, coalesce(part, 0) AS part
     FROM labelling_run r LEFT JOIN (
       SELECT labelling_run_id, count(*) AS n, count(*) FILTER (WHERE correct) AS part
       FROM outcome WHERE labelling_run_id = ANY($1::int[]) GROUP BY 1) o ON o.labelling_run_id = r.id
     WHERE id = ANY($1::int[])`,
    "/judging/labels",
    ({ part, n }) => ({ kind: "correct", share: share(part, n), n }),
  ),
  review: reader(
    Counted,
    `SELECT id, name, false AS "isSample", (SELECT count(*) FROM review_item i WHERE i.review_id = v.id) AS n
     FROM review v WHERE id = ANY($1::int[])`,
    "/reviews",
    ({ n }) => ({ kind: "items", n }),
  ),
  "set-filter": (db, ids) => readFilterNodes(db, "set", ids),
  "run-filter": (db, ids) => readFilterNodes(db, "run", ids),
  "training-set": reader(
    Named.extend({ sha256: z.string().nullable() }),
    `SELECT id, name || ' v' || version AS name, sha256, (SELECT coalesce(bool_and((r ->> 'isSample')::boolean), false)
       FROM jsonb_array_elements(facts::jsonb -> 'rolloutRuns') r) AS "isSample"
     FROM training_set WHERE id = ANY($1::int[])`,
    "/training-sets",
    ({ sha256 }) => ({ kind: "sha256", sha256 }),
  ),
  "training-run": reader(
    Counted.extend({ algorithm: z.string() }),
    `SELECT id, name, is_sample AS "isSample", step AS n, CASE algorithm WHEN 'swirl' THEN 'step-wise RL' ELSE 'SFT' END
       AS algorithm FROM training_run WHERE id = ANY($1::int[])`,
    "/training",
    ({ algorithm, n }) => ({ kind: "updates", algorithm, n }),
  ),
  model: reader(
    Named.extend({ sha256: z.string().nullable() }),
    `SELECT id, name, is_sample AS "isSample", weights_hash AS sha256 FROM model WHERE id = ANY($1::int[])`,
    "/models",
    ({ sha256 }) => ({ kind: "weights", sha256 }),
  ),
};

const RolloutRun = Counted.extend({ purpose: z.string() });

async function readRolloutRuns(db: pg.Pool, ids: readonly number[]): Promise<FactsById> {
  const { rows } = await db.query(
    `SELECT id, name, purpose, is_sample AS "isSample",
       (SELECT count(*) FROM trajectory t WHERE t.rollout_run_id = r.id) AS n
     FROM rollout_run r WHERE id = ANY($1::int[])`,
    [ids],
  );
  const runs = z.array(RolloutRun).parse(rows);
  const evals = runs.filter(({ purpose }) => purpose === "eval").map(({ id }) => id);
  const results = evals.length === 0 ? [] : await readEvalResults(db, { runs: evals });
  const figureOf = ({ id, purpose, n }: (typeof runs)[number]): Figure => {
    const sets = results.filter(({ run }) => run === id);
    if (purpose !== "eval" || sets.length === 0) return { kind: "trajectories", n };
    return {
      kind: "accuracy",
      sets: sets.map(({ setName, accuracy }) => ({
        name: setName,
        share: accuracy?.share ?? null,
        n: accuracy?.n ?? 0,
      })),
    };
  };
  return new Map(
    runs.map((run) => [
      run.id,
      {
        ...{ name: run.name, isSample: run.isSample, href: `/rollouts/${run.id}`, figure: figureOf(run) },
        ...(run.purpose === "eval" && { word: "Eval" }),
      },
    ]),
  );
}
