import type pg from "pg";
import { z } from "zod";
import { Facets } from "@/domain/browse";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { OUTCOME_LABEL_SQL, PROCESS_LABEL_SQL } from "../label-words";
import { Bindings, type PoolJoins, poolSql } from "../pool-where";
import { withinTime } from "./with-timeout";

const PATIENCE_MS = 5_000;
/** Of the server's ten connections, so that pages are not kept waiting by counts. */
const AT_ONCE = 4;

type FacetSql = {
  select: string;
  /** More tables, after the pool's own */
  join?: string;
  joins?: PoolJoins;
  groupBy: string;
  orderBy: string;
  /** The pool's fields that this facet sets: they are left out when it is counted */
  own: (keyof Pool)[];
};

const named = (value: string): Pick<FacetSql, "select" | "groupBy"> => ({
  select: `${value} AS value, count(*)::int AS count`,
  groupBy: "1",
});

const FACETS: Record<keyof Facets, FacetSql> = {
  sets: {
    select: "t.question_set_id AS id, s.name, count(*)::int AS count",
    join: "JOIN question_set s ON s.id = t.question_set_id",
    groupBy: "t.question_set_id, s.name",
    orderBy: "count DESC, s.name",
    own: ["sets"],
  },
  runs: {
    select: "t.rollout_run_id AS id, r.name, count(*)::int AS count",
    join: "JOIN rollout_run r ON r.id = t.rollout_run_id",
    groupBy: "t.rollout_run_id, r.name",
    orderBy: "count DESC, r.name",
    own: ["runs"],
  },
  models: {
    select: "coalesce(t.model_id, 0) AS id, m.name, count(*)::int AS count",
    join: "LEFT JOIN model m ON m.id = t.model_id",
    groupBy: "coalesce(t.model_id, 0), m.name",
    orderBy: "count DESC, m.name",
    own: ["models"],
  },
  process: {
    ...named(PROCESS_LABEL_SQL),
    joins: { judgment: true },
    orderBy: "1",
    own: ["process"],
  },
  outcome: {
    ...named(OUTCOME_LABEL_SQL),
    joins: { outcome: true },
    orderBy: "1",
    own: ["outcome"],
  },
  endStates: { ...named("t.end_state"), orderBy: "count DESC, 1", own: ["endStates"] },
  // A trajectory must have called all the tools chosen, so what another one would leave depends on those chosen.
  tools: {
    ...named("called.tool"),
    join: "CROSS JOIN LATERAL (SELECT DISTINCT unnest(t.tool_calls) AS tool) called",
    orderBy: "count DESC, 1",
    own: [],
  },
  steps: { ...named("t.num_steps"), orderBy: "1", own: ["minSteps", "maxSteps"] },
};

/** Counts behind every filter of the browse page, each with its own choice left out, as filters add up otherwise. */
export async function browseFacets(db: pg.Pool, pool: Pool): Promise<Facets> {
  const waiting = Object.entries(FACETS);
  const found: Record<string, unknown> = {};
  const lane = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift())
      found[entry[0]] = await countFacet(db, pool, entry[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return Facets.parse(found);
}

async function countFacet(db: pg.Pool, pool: Pool, facet: FacetSql): Promise<unknown[] | null> {
  const cleared = Object.fromEntries(facet.own.map((field) => [field, EMPTY_POOL[field]]));
  const bind = new Bindings();
  const { from, where } = poolSql({ ...pool, ...cleared }, bind, facet.joins);
  const text = `SELECT ${facet.select} FROM ${from} ${facet.join ?? ""} WHERE ${where}
    GROUP BY ${facet.groupBy} ORDER BY ${facet.orderBy}`;
  return withinTime(db, PATIENCE_MS, async (client) =>
    z.array(z.unknown()).parse((await client.query(text, bind.values)).rows),
  );
}
