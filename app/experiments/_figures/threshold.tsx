"use client";
/** Where to set a threshold: what process keeps at each, and how much of it is correct; the figures follow the slider. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormField } from "@/app/settings/form-field";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { ErrorState } from "@/components/states/error-state";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import type { Names } from "@/domain/browse";
import type { Arm } from "@/domain/experiment";
import { asksProcess, Filter } from "@/domain/filtering/filter";
import { aggregationWords, ruleWords } from "@/domain/filtering/rule-words";
import type { Pool } from "@/domain/pool";
import { runNamesOf } from "../_plan/names";
import type { ShownArm } from "../_plan/use-evaluation";
import { ThresholdChart } from "./threshold-chart";
import { ThresholdFigures } from "./threshold-figures";

export type Curves = ApiOutputs["experiment"]["thresholds"];
export type CurveKind = "share" | "mean-score" | "minimum-score";

export const KIND_WORDS: Record<CurveKind, { name: string; axis: string }> = {
  share: { name: "Share of reasonable steps", axis: "at least so many % of the steps reasonable" },
  "mean-score": { name: "Mean score of the steps", axis: "mean score at least" },
  "minimum-score": { name: "Lowest score of the steps", axis: "lowest score at least" },
};
const KINDS: readonly CurveKind[] = ["share", "mean-score", "minimum-score"];

export function Threshold(props: {
  pool: Pool;
  shown: readonly ShownArm[];
  names: Names;
  canAdd: boolean;
  onAdd: (arm: Arm) => void;
}) {
  const candidates = props.shown.filter(({ arm }) => asksProcess(arm.filter.mode));
  const [chosen, setChosen] = useState<string | null>(null);
  const base = candidates.find(({ key }) => key === chosen) ?? candidates[0];
  return (
    <section aria-labelledby="threshold" className="min-w-0 rounded-lg border border-line bg-panel">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 id="threshold" className="font-medium">
            Where to set a threshold
          </h2>
          <p className="text-muted text-xs">
            What the filter mode process would keep of the pool, whole trajectories, before caps and held-out sets.
          </p>
        </div>
        {candidates.length > 1 && (
          <FormField id="threshold-base" label="With the verdicts and outcomes of" className="w-56">
            {(control) => (
              <NativeSelect {...control} value={base?.key} onChange={(event) => setChosen(event.target.value)}>
                {candidates.map(({ key, arm }) => (
                  <option key={key} value={key}>
                    {arm.name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </FormField>
        )}
      </div>
      {base ? (
        <Curves {...props} base={base.arm} />
      ) : (
        <p className="px-4 pt-2 pb-4 text-muted">
          A threshold reads verdicts: add an arm of the filter mode process, and choose its judging run.
        </p>
      )}
    </section>
  );
}

function Curves({ pool, base, names, canAdd, onAdd }: Parameters<typeof Threshold>[0] & { base: Arm }) {
  const trpc = useTRPC();
  const [kind, setKind] = useState<CurveKind>("share");
  const [least, setLeast] = useState(70);
  // Only what the curves depend on: other edits of the arm ask for nothing.
  const { process, outcome } = base.filter;
  const rules = { ...process, aggregation: { kind: "every-step" as const } };
  const asked = Filter.parse({ mode: "process", process: rules, outcome });
  const curves = useQuery(trpc.experiment.thresholds.queryOptions({ pool, filter: asked }, { staleTime: 60_000 }));
  if (curves.isError)
    return (
      <ErrorState
        title="The curves could not be made"
        detail={curves.error.message}
        onRetry={() => void curves.refetch()}
      />
    );
  if (!curves.data)
    return (
      <div
        role="status"
        aria-label="Trying every threshold"
        className="grid gap-4 p-4 lg:grid-cols-[18rem_minmax(0,1fr)]"
      >
        <Skeleton className="h-44 rounded-lg" />
        <Skeleton className="h-72 rounded-lg" />
      </div>
    );
  const { hasScores } = curves.data;
  const shownKind = hasScores ? kind : "share";
  const aggregation = { kind: shownKind, least };
  const added: Arm = {
    name: aggregationName(shownKind, least),
    filter: { ...base.filter, mode: "process", process: { ...process, aggregation } },
  };
  return (
    <div className="grid items-start gap-4 p-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-3">
        <FormField
          id="threshold-kind"
          label="What must reach it"
          hint={hasScores ? undefined : "No step of the pool has a score by these judges, so scores cannot be chosen."}
        >
          {(control) => (
            <NativeSelect
              {...control}
              value={shownKind}
              onChange={(event) => setKind(KINDS.find((one) => one === event.target.value) ?? "share")}
            >
              {KINDS.map((one) => (
                <option key={one} value={one} disabled={one !== "share" && !hasScores}>
                  {KIND_WORDS[one].name}
                </option>
              ))}
            </NativeSelect>
          )}
        </FormField>
        <ThresholdFigures
          kind={shownKind}
          least={least}
          point={curves.data[shownKind][least - 1] ?? null}
          onLeast={setLeast}
        />
        <div className="flex flex-col items-start gap-1.5">
          <Button disabled={!canAdd} onClick={() => onAdd(added)}>
            Add as an arm
          </Button>
          <p className="text-faint text-xs">
            {canAdd
              ? `${aggregationWords(aggregation)}; else the rules of “${base.name}”${rulesOf(added, names)}`
              : "There are twelve arms already."}
          </p>
        </div>
      </div>
      <ThresholdChart kind={shownKind} points={curves.data[shownKind]} least={least} />
    </div>
  );
}

function aggregationName(kind: CurveKind, least: number): string {
  return kind === "share" ? `Process ≥ ${least} %` : `Process ${aggregationWords({ kind, least })}`;
}

function rulesOf({ filter }: Arm, names: Names): string {
  const [first] = ruleWords(filter, runNamesOf(names));
  return first === undefined ? "" : `, ${first}`;
}
