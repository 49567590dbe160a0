import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { PageHeader } from "@/components/shell/page-header";
import { SampleBadge } from "@/components/states/sample-note";
import { formatCount, formatNumber } from "@/domain/format";
import { LineageKind } from "@/domain/lineage/node";
import { caller } from "@/server/routers/root";
import { EdgeTable } from "./edge-table";
import { Graph } from "./graph";
import { NodeList } from "./list";

type Props = { params: Promise<{ kind: string; id: string }> };

const load = cache(async (kind: string, id: string) => {
  const known = LineageKind.safeParse(kind);
  if (!known.success) notFound();
  return orNotFound(caller().lineage.get({ kind: known.data, id: readId(id) }));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { kind, id } = await params;
  return { title: `Lineage of ${(await load(kind, id)).nodes[0]?.name}` };
}

export default async function LineagePage({ params }: Props) {
  const { kind, id } = await params;
  const { nodes, edges, loops, more } = await load(kind, id);
  const [centre] = nodes;
  if (!centre) notFound();
  const gone = nodes.filter(({ isGone }) => isGone).length;
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={centre.href === null ? [] : [{ href: centre.href, name: centre.word }]}
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            Lineage of {centre.name}
            {centre.isSample && <SampleBadge />}
          </span>
        }
        description={
          <>
            All that went into it, and all that came of it.{" "}
            <span className="max-md:hidden">Arrow keys follow the edges.</span>
          </>
        }
      />
      {more > 0 && (
        <p role="note" className="bg-warning-soft px-4 py-1.5 text-warning-ink md:px-5">
          The nearest {formatNumber(nodes.length)} are shown. At least {formatNumber(more)} more are left out: look from
          one of those at the edge.
        </p>
      )}
      {gone > 0 && (
        <p role="note" className="bg-warning-soft px-4 py-1.5 text-warning-ink md:px-5">
          {formatCount(gone, "part")} of it {gone === 1 ? "is" : "are"} gone: removed here, or never part of what was
          imported.
        </p>
      )}
      <div className="max-md:hidden">
        <Graph nodes={nodes} edges={edges} />
      </div>
      <div className="md:hidden">
        <NodeList nodes={nodes} edges={edges} />
      </div>
      <EdgeTable nodes={nodes} edges={edges} loops={loops} />
    </div>
  );
}
