import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { KIND_WORDS, type LineageEdge, LineageKind, type LineageNode, nodeKey } from "@/domain/lineage/node";
import { cameOf, walkLineage } from "@/domain/lineage/walk";
import type { Db } from "@/server/db";
import { readEdges } from "@/server/queries/lineage/edges";
import { readNodes } from "@/server/queries/lineage/nodes";

/** More boxes than these are no graph that anybody reads. */
export const MOST_NODES = 200;

export const LineageRequest = z.object({
  kind: LineageKind,
  id: z.int32().positive(),
  limit: z.int().min(1).max(MOST_NODES).default(MOST_NODES),
});

export type Lineage = {
  /** Nearest first; the first is the one asked for */
  nodes: (LineageNode & { isAfterGone: boolean })[];
  edges: LineageEdge[];
  loops: LineageEdge[];
  /** Nodes that were found and left out */
  more: number;
};

/** All that went into a node and all that came of it. Throws not-found. */
export async function readLineage(
  { pool }: Db,
  { kind, id, limit }: z.output<typeof LineageRequest>,
): Promise<Lineage> {
  const names = new Map<string, string>();
  const walking = walkLineage(nodeKey(kind, id), limit);
  let turn = walking.next();
  while (!turn.done) {
    const found = await readEdges(pool, turn.value);
    for (const { from, name } of found) if (name) names.set(from, name);
    turn = walking.next(found);
  }
  const { keys, ...walked } = turn.value;
  const nodes = await readNodes(pool, keys, names);
  if (nodes[0]?.isGone)
    throw new StudioError("not-found", `There is no ${KIND_WORDS[kind].toLowerCase()} ${id}: it was removed.`);
  const gone = new Set(nodes.filter(({ isGone }) => isGone).map(({ key }) => key));
  const behind = cameOf(walked.edges, gone);
  return { ...walked, nodes: nodes.map((node) => ({ ...node, isAfterGone: behind.has(node.key) })) };
}
