import type { Metadata } from "next";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { IterationNote } from "@/components/shell/iteration-note";
import { PageHeader } from "@/components/shell/page-header";
import { SampleBadge } from "@/components/states/sample-note";
import { ALGORITHM_WORDS } from "@/components/training/words";
import { caller } from "@/server/routers/root";
import { HeaderActions } from "./header-actions";
import { RunDetails } from "./run-details";
import { TrainingRun } from "./training-run";

type Props = { params: Promise<{ id: string }> };

const load = cache((id: number) => orNotFound(caller().trainingRun.get({ id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load(readId((await params).id))).name };
}

export default async function TrainingRunPage({ params }: Props) {
  const run = await load(readId((await params).id));
  const { trainingRun, model } = caller();
  const [state, series, contexts, iterations] = await Promise.all([
    trainingRun.state({ id: run.id }),
    trainingRun.series({ runId: run.id }),
    trainingRun.contexts({ runId: run.id }),
    model.iterationsOf({ kind: "training-run", id: run.id }),
  ]);
  return (
    <div className="flex min-h-full flex-col">
      <PageHeader
        trail={[{ href: "/training", name: "Training" }]}
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            {run.name}
            {run.isSample && <SampleBadge />}
          </span>
        }
        description={
          <>
            <p>{`${ALGORITHM_WORDS[run.algorithm]} of ${run.baseModel.name}`}</p>
            <IterationNote of={iterations} />
          </>
        }
        actions={<HeaderActions id={run.id} />}
      />
      <TrainingRun
        run={run}
        initial={{ state, series, contexts }}
        details={<RunDetails run={run} />}
        actionsPerUpdate={run.actionsPerUpdate}
      />
    </div>
  );
}
