"use client";
/** A training set: while it is frozen what is under way, then what it is made of and where that comes from. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { RecentExports } from "@/app/compare/exports/recent-exports";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import type { Names } from "@/domain/browse";
import { CardText } from "./card-text";
import { Figures } from "./figures";
import { FilterPanel } from "./filter-panel";
import { SetHeader } from "./header";
import { Origins } from "./origins";
import { Policies } from "./policies";
import { Failed, Freezing } from "./unfinished";
import { TrainingRuns, Versions } from "./uses";

export type TrainingSet = ApiOutputs["trainingSet"]["get"];
export type Facts = NonNullable<TrainingSet["facts"]>;
/** What else the page shows of the studio */
export type Around = {
  names: Names;
  models: ApiOutputs["model"]["list"];
  versions: ApiOutputs["trainingSet"]["versions"];
  iterations: ApiOutputs["model"]["iterationsOf"];
  exports: ApiOutputs["compare"]["exports"];
  runs: { id: number; name: string; state: ApiOutputs["trainingRun"]["state"] | undefined }[];
};

const BUSY_MS = 1_000;

export function TrainingSetView({ initial, around }: { initial: TrainingSet; around: Around }) {
  const trpc = useTRPC();
  const { data: set } = useQuery({
    ...trpc.trainingSet.get.queryOptions({ id: initial.id }),
    initialData: initial,
    refetchInterval: (query) => (query.state.data?.status === "freezing" ? BUSY_MS : false),
  });
  useFreshSurroundings(set.status);
  return (
    <>
      <SetHeader set={set} iterations={around.iterations} />
      {set.status === "freezing" && <Freezing set={set} />}
      {set.status === "failed" && <Failed set={set} />}
      {set.facts !== null && <Frozen set={set} facts={set.facts} around={around} />}
    </>
  );
}

function Frozen({ set, facts, around }: { set: TrainingSet; facts: Facts; around: Around }) {
  return (
    <div className="flex flex-col gap-4 p-4 md:p-5">
      <Figures set={set} facts={facts} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Origins set={set} facts={facts} />
          <FilterPanel set={set} facts={facts} names={around.names} />
          <RecentExports initial={around.exports} trainingSet={set.id} />
          <CardText id={set.id} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Policies facts={facts} models={around.models} />
          <TrainingRuns runs={around.runs} count={set.trainingRuns.length} />
          <Versions set={set} versions={around.versions} />
        </div>
      </div>
    </div>
  );
}

/** What the server drew beside it is drawn anew once it is frozen, or cannot be. */
function useFreshSurroundings(status: TrainingSet["status"]) {
  const router = useRouter();
  const drawn = useRef(status);
  useEffect(() => {
    if (drawn.current === status) return;
    drawn.current = status;
    router.refresh();
  }, [status, router]);
}
