import type { Metadata } from "next";
import Link from "next/link";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { AccuracyByIteration, CompositionByIteration, ReasonableByIteration } from "./charts";
import { IterationsTable } from "./table";

export const metadata: Metadata = { title: "By iteration" };

type Props = { params: Promise<{ id: string }> };

export default async function IterationsPage({ params }: Props) {
  const id = readId((await params).id);
  const { iterations, results } = await orNotFound(caller().round.iterations({ modelId: id }));
  const model = iterations.at(-1);
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={[
          { href: "/models", name: "Models" },
          { href: `/models/${id}`, name: model?.name ?? "Model" },
        ]}
        title="By iteration"
        description="From the base model on: what each model generated, how it was judged, and its accuracy in evals."
        actions={
          <Button asChild variant="primary">
            <Link href={`/models/${id}/next-round`}>Next round</Link>
          </Button>
        }
      />
      <div className="grid gap-4 p-4 md:p-5 xl:grid-cols-2">
        <AccuracyByIteration iterations={iterations} results={results} />
        <ReasonableByIteration iterations={iterations} />
        <CompositionByIteration iterations={iterations} />
        <IterationsTable iterations={iterations} />
      </div>
    </div>
  );
}
