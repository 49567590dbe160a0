import type { Metadata } from "next";
import Link from "next/link";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { ParamSelect } from "@/app/evals/figures/_parts/param-select";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/domain/format";
import { caller } from "@/server/routers/root";
import { AccuracyByIteration, CompositionByIteration, ReasonableByIteration } from "./charts";
import { IterationsTable } from "./table";

export const metadata: Metadata = { title: "By iteration" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PageParams> };

export default async function IterationsPage({ params, searchParams }: Props) {
  const id = readId((await params).id);
  const asked =
    asSearchParams(await searchParams)
      .get("judge")
      ?.slice(0, 500) ?? null;
  const { iterations, results, judges, judge, isAlike } = await orNotFound(
    caller().round.iterations({ modelId: id, judge: asked }),
  );
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
      {judge !== null && (
        <section aria-label="What is shown" className="flex flex-wrap gap-3 border-line border-b px-4 py-3 md:px-5">
          <ParamSelect
            label="Judge"
            name="judge"
            value={judge}
            options={judges.map(({ name, iterations: count }) => ({
              value: name,
              label: `${name} (${formatCount(count, "iteration")})`,
            }))}
          />
        </section>
      )}
      {!isAlike && (
        <p className="px-4 pt-4 text-sm text-warning-ink md:px-5">
          The iterations were generated on different question sets or with different settings, as the table says: what
          differs between them is not the model alone.
        </p>
      )}
      <div className="grid gap-4 p-4 md:p-5 xl:grid-cols-2">
        <AccuracyByIteration iterations={iterations} results={results} />
        <ReasonableByIteration iterations={iterations} judge={judge} />
        <CompositionByIteration iterations={iterations} judge={judge} />
        <IterationsTable iterations={iterations} judge={judge} />
      </div>
    </div>
  );
}
