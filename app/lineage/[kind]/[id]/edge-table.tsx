/** The edges of a lineage as a table, and those that are in no graph because they close a circle. */
import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatCount } from "@/domain/format";
import type { LineageEdge } from "@/domain/lineage/node";
import type { Node } from "./node-card";

export function EdgeTable(props: {
  nodes: readonly Node[];
  edges: readonly LineageEdge[];
  loops: readonly LineageEdge[];
}) {
  const { nodes, edges, loops } = props;
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const rows = [...edges.map((edge) => ({ edge, isLoop: false })), ...loops.map((edge) => ({ edge, isLoop: true }))];
  return (
    <details className="border-line border-t">
      <summary className="cursor-pointer px-4 py-2.5 md:px-5">
        <span className="font-semibold">The same as a table</span>
        <span className="ml-3 text-muted">{formatCount(rows.length, "edge")}</span>
      </summary>
      <Table label="Edges of the lineage" className="border-line border-t">
        <thead>
          <tr>
            <Th className="pl-4 md:pl-5">This</Th>
            <Th>went into this</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ edge: { from, to }, isLoop }) => (
            <Tr key={`${from} ${to}`}>
              <Td className="py-1 pl-4 md:pl-5">
                <End node={byKey.get(from)} />
              </Td>
              <Td className="py-1">
                <End node={byKey.get(to)} />
                {isLoop && (
                  <span className="block text-warning-ink text-xs">
                    closes a circle, so it is not drawn: what was made later was added to it
                  </span>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </details>
  );
}

function End({ node }: { node: Node | undefined }) {
  if (!node) return null;
  return (
    <>
      <span className="text-muted text-xs">{node.word} </span>
      {node.href === null ? (
        <span className="text-muted">{node.name}, gone</span>
      ) : (
        <Link href={node.href} className="break-words hover:underline">
          {node.name}
        </Link>
      )}
    </>
  );
}
