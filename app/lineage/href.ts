import { LineageKind, type LineageNode, type NodeKind, refOf } from "@/domain/lineage/node";

export const lineageHref = (kind: LineageKind, id: number) => `/lineage/${kind}/${id}`;

/** Where a node's own lineage is; null for a filter, and for what is gone. */
export function ownLineageHref({ key, isGone }: Pick<LineageNode, "key" | "isGone">): string | null {
  const { kind, id } = refOf(key);
  return isGone || id === null || !hasLineage(kind) ? null : lineageHref(kind, id);
}

const hasLineage = (kind: NodeKind): kind is LineageKind => LineageKind.safeParse(kind).success;
