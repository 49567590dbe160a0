import type { Metadata } from "next";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { nameOfSet } from "@/domain/training-set/training-set";
import { caller } from "@/server/routers/root";
import { TrainingSetView } from "./client";

type Props = { params: Promise<{ id: string }> };

const load = cache((id: number) => orNotFound(caller().trainingSet.get({ id })));
/** Training runs whose result is looked up */
const RUNS_SHOWN = 20;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: nameOfSet(await load(readId((await params).id))) };
}

export default async function TrainingSetPage({ params }: Props) {
  const set = await load(readId((await params).id));
  const { browse, compare, model, trainingRun, trainingSet } = caller();
  const runs = set.trainingRuns.toReversed().slice(0, RUNS_SHOWN);
  const [names, models, versions, exports, iterations, states] = await Promise.all([
    browse.names(),
    model.list(),
    trainingSet.versions({ name: set.name }),
    compare.exports(),
    model.iterationsOf({ kind: "training-set", id: set.id }),
    Promise.all(runs.map(({ id }) => trainingRun.state({ id }))),
  ]);
  return (
    <div className="min-h-full bg-canvas">
      <TrainingSetView
        initial={set}
        around={{
          names,
          models,
          versions,
          exports,
          iterations,
          runs: runs.map((run, index) => ({ ...run, state: states[index] })),
        }}
      />
    </div>
  );
}
