/** The edges that end at some nodes, and those that begin there, as the rows say. */
import type pg from "pg";
import { z } from "zod";
import { keyOf, type LineageEdge, NodeKind, nodeKey, refOf } from "@/domain/lineage/node";
import type { Ask } from "@/domain/lineage/walk";
import { Id } from "../library/row-types";
import { Bindings } from "../pool-where";
import { readFiltersOf, readInputsOf } from "./filters";
import { RELATIONS } from "./relations";

/** Of a hub, at most so many of a kind: more than any graph shows. */
const MOST = 2_000;

const Row = z.object({ from: NodeKind, a: Id.nullable(), to: NodeKind, b: Id });

export async function readEdges(db: pg.Pool, { direction, keys }: Ask): Promise<LineageEdge[]> {
  const ids = idsByKind(keys);
  const [edges, inputs] = await Promise.all([
    readRelations(db, ids, direction),
    direction === "up" ? readInputsOf(db, ids["set-filter"], ids["run-filter"]) : readFiltersOf(db, keys),
  ]);
  return [...edges, ...inputs];
}

type Ids = Record<NodeKind, number[]>;

function idsByKind(keys: readonly string[]): Ids {
  const ids = Object.fromEntries(NodeKind.options.map((kind) => [kind, [] as number[]])) as Ids;
  for (const { kind, id } of keys.map(refOf)) if (id !== null) ids[kind].push(id);
  return ids;
}

async function readRelations(db: pg.Pool, ids: Ids, direction: Ask["direction"]): Promise<LineageEdge[]> {
  const bind = new Bindings();
  const parts = RELATIONS.flatMap(({ from, to, rows }) => {
    const asked = ids[direction === "up" ? to : from];
    if (asked.length === 0) return [];
    const end = direction === "up" ? "b" : "a";
    return [
      `(SELECT '${from}' AS "from", a, '${to}' AS "to", b FROM (${rows}) r WHERE ${end} = ANY(${bind.add(asked)}::int[])
        ORDER BY b DESC, a DESC LIMIT ${MOST})`,
    ];
  });
  if (parts.length === 0) return [];
  const { rows } = await db.query(parts.join(" UNION ALL "), bind.values);
  return z
    .array(Row)
    .parse(rows)
    .map(({ from, a, to, b }) => {
      const key = nodeKey(to, b);
      return { from: keyOf(from, a, key), to: key };
    });
}
