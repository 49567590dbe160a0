import type { Metadata } from "next";
import { orNotFound } from "@/app/_shell/read-id";
import { PageHeader } from "@/components/shell/page-header";
import { caller } from "@/server/routers/root";
import { Comparison } from "./comparison";
import { readRunIds } from "./run-ids";

export const metadata: Metadata = { title: "Compare training runs" };

type Props = { searchParams: Promise<{ run?: string | string[] }> };

export default async function CompareTrainingPage({ searchParams }: Props) {
  const ids = readRunIds((await searchParams).run);
  const { trainingRun } = caller();
  const [comparison, choice] = await Promise.all([
    orNotFound(trainingRun.compare({ ids })),
    trainingRun.list({ limit: 200 }),
  ]);
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={[{ href: "/training", name: "Training" }]}
        title="Compare training runs"
        description="The same figure of several training runs in one chart, by update. Equal updates are not equal compute."
      />
      <Comparison
        key={ids.join()}
        ids={ids}
        initial={comparison}
        choice={choice.map(({ id, name }) => ({ id, name }))}
      />
    </div>
  );
}
