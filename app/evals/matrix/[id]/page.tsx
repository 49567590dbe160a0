import type { Metadata } from "next";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { PageHeader } from "@/components/shell/page-header";
import { SampleBadge } from "@/components/states/sample-note";
import { caller } from "@/server/routers/root";
import { Matrix } from "./matrix";

type Props = { params: Promise<{ id: string }> };

const load = cache((id: number) => orNotFound(caller().eval.matrix({ id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load(readId((await params).id))).name };
}

export default async function MatrixPage({ params }: Props) {
  const matrix = await load(readId((await params).id));
  return (
    <div className="flex min-h-full flex-col">
      <PageHeader
        trail={[{ href: "/evals", name: "Evals" }]}
        title={
          <span className="flex items-center gap-2">
            {matrix.name}
            {matrix.isSample && <SampleBadge />}
          </span>
        }
        description="Models by question sets, carried out in order. A finished cell shows the share of right answers."
      />
      <Matrix initial={matrix} />
    </div>
  );
}
