"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { LiveRun } from "@/app/_live/live-run";
import { useProgress } from "@/app/_live/use-progress";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import type { RunChoice } from "@/domain/browse";
import { isGradual } from "@/domain/labelling/metric-words";
import { isOver } from "@/domain/run";
import { RunPicker } from "../run-picker";
import { Outcomes } from "./outcomes";
import { Values } from "./values";

/** A labelling run: where it stands, what it has said, what it was asked to do. */
export function LabellingRun(props: {
  initial: ApiOutputs["labelling"]["get"];
  progress: ApiOutputs["runs"]["progress"];
  others: readonly RunChoice[];
  settings: ReactNode;
}) {
  const { initial } = props;
  const trpc = useTRPC();
  const router = useRouter();
  const progress = useProgress({ kind: "labelling", runId: initial.id }, props.progress);
  const isLive = progress !== null && !isOver(progress.status);
  const { data: run, refetch } = useQuery(
    trpc.labelling.get.queryOptions(
      { id: initial.id },
      { initialData: initial, staleTime: 2_000, refetchInterval: isLive ? 3_000 : false },
    ),
  );
  // The last outcomes come with the end, not with the next look.
  useEffect(() => {
    if (progress !== null && isOver(progress.status)) void refetch();
  }, [progress?.status, refetch]);
  const labeller = run.settings?.labeller;
  return (
    <>
      {progress && <LiveRun name={run.name} initial={progress} asksModel={labeller?.kind === "model"} />}
      <div className="grid items-start gap-x-10 gap-y-5 border-line border-t px-4 py-4 md:px-5 lg:grid-cols-2">
        <Outcomes run={run} planned={progress?.planned ?? null} />
        {labeller?.kind === "metric" && isGradual(labeller.metric) && run.summary.values.length > 0 && (
          <Values values={run.summary.values} labelled={run.summary.labelled} threshold={labeller.threshold} />
        )}
      </div>
      {props.others.length > 0 && (
        <section
          aria-label="Compare"
          className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-t px-4 py-3 md:px-5"
        >
          <span className="text-muted">Where it differs from</span>
          <RunPicker
            label="Another labelling run"
            runs={props.others}
            value={null}
            onChange={(other) => router.push(`/judging/labels/compare?a=${run.id}&b=${other}`)}
          />
        </section>
      )}
      {props.settings}
    </>
  );
}
