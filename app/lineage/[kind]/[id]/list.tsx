/** A lineage from top to bottom, for a narrow screen: what went in, the thing itself, what came of it. */

import { layoutLineage } from "@/domain/lineage/layout";
import type { LineageEdge } from "@/domain/lineage/node";
import { cameOf } from "@/domain/lineage/walk";
import { type Node, NodeCard } from "./node-card";

export function NodeList({ nodes, edges }: { nodes: readonly Node[]; edges: readonly LineageEdge[] }) {
  const centre = nodes[0]?.key ?? "";
  const { places } = layoutLineage(
    nodes.map(({ key }) => key),
    edges,
  );
  const column = ({ key }: Node) => places.get(key)?.column ?? 0;
  const inOrder = nodes.toSorted((a, b) => column(a) - column(b));
  const after = cameOf(edges, new Set([centre]));
  const part = (title: string, some: readonly Node[]) =>
    some.length > 0 && (
      <>
        <h2 className="font-semibold">{title}</h2>
        <ol className="ml-1.5 flex flex-col gap-2 border-line-strong border-l-2 pl-3">
          {some.map((node) => (
            <li key={node.key}>
              <NodeCard node={node} isCentre={node.key === centre} />
              <Sources node={node} nodes={nodes} edges={edges} />
            </li>
          ))}
        </ol>
      </>
    );
  return (
    <div className="flex flex-col gap-3 p-4">
      {part(
        "What went into it",
        inOrder.filter(({ key }) => key !== centre && !after.has(key)),
      )}
      {part(
        "The thing itself",
        inOrder.filter(({ key }) => key === centre),
      )}
      {part(
        "What came of it",
        inOrder.filter(({ key }) => after.has(key)),
      )}
    </div>
  );
}

function Sources({ node, nodes, edges }: { node: Node; nodes: readonly Node[]; edges: readonly LineageEdge[] }) {
  const from = nodes.filter(({ key }) => edges.some((edge) => edge.from === key && edge.to === node.key));
  if (from.length === 0) return null;
  return (
    <p className="break-words px-2.5 pt-0.5 text-muted text-xs">
      from {from.map(({ word, name }) => `the ${word.toLowerCase()} ${name}`).join(", ")}
    </p>
  );
}
