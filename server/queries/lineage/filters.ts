/** What filters read: of a training set as it was frozen, of a training run as it was launched. */
import type pg from "pg";
import { z } from "zod";
import { ExperimentPlan, judgesOf } from "@/domain/experiment";
import { keyOf, type LineageEdge, nodeKey } from "@/domain/lineage/node";
import { poolInputs, type Reach } from "@/domain/lineage/pool-inputs";
import type { Pool } from "@/domain/pool";
import { TrainingData } from "@/domain/training/plan";
import { TrainingSetFacts } from "@/domain/training-set/facts";
import { readReach } from "./reach";

/** As many of the newest are looked through for what follows from a node. */
const NEWEST = 1_000;

const Json = z.string().transform((text): unknown => JSON.parse(text));
const Sets = z.array(
  z.object({ id: z.int(), arm: z.string(), plan: Json, facts: Json.nullable(), createdAt: z.date() }),
);
const Runs = z.array(z.object({ id: z.int(), data: Json, createdAt: z.date().nullable() }));

/** What is recorded of a filter's inputs, and the pool where that is all there is. */
type Recorded = { key: string; edges: LineageEdge[]; pool: Pool | null; at: Date | null };

/** The inputs of these filters; null: of the newest. */
export async function readInputsOf(
  db: pg.Pool,
  sets: readonly number[] | null,
  runs: readonly number[] | null,
): Promise<LineageEdge[]> {
  if (sets?.length === 0 && runs?.length === 0) return [];
  const [setRows, runRows] = await Promise.all([
    db.query(
      `SELECT id, arm, plan::text AS plan, facts::text AS facts, created_at AS "createdAt" FROM training_set
       WHERE $1::int[] IS NULL OR id = ANY($1) ORDER BY id DESC LIMIT ${NEWEST}`,
      [sets],
    ),
    db.query(
      `SELECT id, data::text AS data, CASE WHEN NOT imported THEN created_at END AS "createdAt" FROM training_run
       WHERE training_set_id IS NULL AND ($1::int[] IS NULL OR id = ANY($1)) ORDER BY id DESC LIMIT ${NEWEST}`,
      [runs],
    ),
  ]);
  const filters = [...Sets.parse(setRows.rows).map(ofSet), ...Runs.parse(runRows.rows).map(ofRun)];
  const isOpen = filters.some(({ pool }) => pool !== null && pool.runs.length === 0);
  const reach: Reach = isOpen ? await readReach(db) : { holdings: [], scopes: [] };
  return filters.flatMap(({ key, edges, pool, at }) => [
    ...edges,
    ...(pool === null ? [] : poolInputs(pool, key, reach, at)),
  ]);
}

const NOT_READ_BY_FILTERS = /^(set-filter|run-filter|training-run|model|question-set|review):/;

/** Edges from the nodes to filters. */
export async function readFiltersOf(db: pg.Pool, keys: readonly string[]): Promise<LineageEdge[]> {
  const wanted = new Set(keys.filter((key) => !NOT_READ_BY_FILTERS.test(key)));
  if (wanted.size === 0) return [];
  return (await readInputsOf(db, null, null)).filter(({ from }) => wanted.has(from));
}

/** Of every mode: the rows of a set carry verdicts and outcomes, whether its mode asks for them or not. */
function ofSet({ id, arm, plan, facts, createdAt }: z.infer<typeof Sets>[number]): Recorded {
  const key = nodeKey("set-filter", id);
  const frozen = TrainingSetFacts.safeParse(facts).data;
  if (frozen) {
    const named = (kind: Parameters<typeof keyOf>[0], parts: readonly { id: number; name: string }[]) =>
      parts.map((part): LineageEdge => ({ from: keyOf(kind, part.id, key), to: key, name: part.name }));
    const edges = [
      ...named("rollout-run", frozen.rolloutRuns),
      ...named("judging-run", frozen.judgingRuns),
      ...named("labelling-run", frozen.labellingRun ? [frozen.labellingRun] : []),
    ];
    return { key, edges, pool: null, at: null };
  }
  const asked = ExperimentPlan.safeParse(plan).data;
  const filter = asked?.arms.find(({ name }) => name === arm)?.filter;
  const labels = filter?.outcome.labels ?? null;
  const edges = [
    ...(filter ? judgesOf(filter) : []).map((judge) => keyOf("judging-run", judge, key)),
    ...(labels === null ? [] : [keyOf("labelling-run", labels, key)]),
  ].map((from) => ({ from, to: key }));
  return { key, edges, pool: asked?.pool ?? null, at: createdAt };
}

function ofRun({ id, data, createdAt }: z.infer<typeof Runs>[number]): Recorded {
  const chosen = TrainingData.safeParse(data).data;
  const isOfPool = chosen?.trainingSet === null;
  return { key: nodeKey("run-filter", id), edges: [], pool: isOfPool ? chosen.pool : null, at: createdAt };
}
