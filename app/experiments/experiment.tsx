"use client";
/** An experiment: its pool, its arms side by side, and what follows from them. Edits stay here until they are saved. */
import { useState } from "react";
import { ErrorState } from "@/components/states/error-state";
import { SampleNote } from "@/components/states/sample-note";
import { cn } from "@/components/ui/cn";
import type { Names } from "@/domain/browse";
import type { Arm } from "@/domain/experiment";
import type { Pool } from "@/domain/pool";
import { ArmEditor } from "./_arms/arm-editor";
import { ArmsTable } from "./_arms/arms-table";
import { Charts } from "./_figures/charts";
import { Drops } from "./_figures/drops";
import { EmptyPool } from "./_figures/empty-pool";
import { MistakeSentences } from "./_figures/mistakes";
import { OverlapMatrix } from "./_figures/overlap-matrix";
import { Replacement } from "./_figures/replacement";
import { Threshold } from "./_figures/threshold";
import { type Freezable, freezableOf, type SavedAs } from "./_freeze/freezable";
import { FreezeDialog } from "./_freeze/freeze-dialog";
import { type Draft, MOST_ARMS, type Reading, withArm, withChangedArm, withDuplicate, withoutArm } from "./_plan/draft";
import { PlanPanel } from "./_plan/plan-panel";
import { useEvaluation } from "./_plan/use-evaluation";
import { FiguresSkeleton } from "./skeleton";

/** Tables of so many arms fit beside each other */
const SIDE_BY_SIDE = 4;

export function Experiment(props: {
  draft: Draft;
  reading: Reading;
  /** Said once saving was tried, or the name was changed */
  nameError: string | undefined;
  onChange: (change: (draft: Draft) => Draft) => void;
  names: Names;
  saved: SavedAs;
}) {
  const { draft, reading, onChange, names, saved } = props;
  const evaluation = useEvaluation(draft, reading);
  const [edited, setEdited] = useState<string | null>(null);
  const [frozen, setFrozen] = useState<Freezable | null>(null);
  const arm = draft.arms.find(({ key }) => key === edited);
  const { data, shown } = evaluation;
  const setPool = (pool: Pool) => onChange((current) => ({ ...current, pool }));
  const edit = {
    onEdit: setEdited,
    onDuplicate: (key: string) => onChange((current) => withDuplicate(current, key)),
    onRemove: (key: string) => onChange((current) => withoutArm(current, key)),
    onFreeze: (key: string) => {
      const freezable = freezableOf(key, saved, evaluation);
      if (typeof freezable !== "string") setFrozen(freezable);
    },
    onAdd: (added: Arm) => onChange((current) => withArm(current, added)),
  };
  return (
    <div className="flex flex-col gap-4 p-4 md:p-5">
      <PlanPanel
        draft={draft}
        nameError={props.nameError}
        names={names}
        figures={data?.pool ?? null}
        onChange={onChange}
      />
      {readsSample(draft, names) && <SampleNote>Verdicts or outcomes of the sample pool are compared here.</SampleNote>}
      {evaluation.error !== null ? (
        <ErrorState
          title="The arms could not be evaluated"
          detail={`${evaluation.error} What you changed is kept in this page.`}
          onRetry={evaluation.retry}
        />
      ) : data?.pool.trajectories === 0 ? (
        <EmptyPool pool={draft.pool} onPool={setPool} />
      ) : (
        <>
          {data !== null && <MistakeSentences shown={shown} />}
          <ArmsTable draft={draft} reading={reading} evaluation={evaluation} names={names} saved={saved} edit={edit} />
          {data === null && evaluation.isBusy && <FiguresSkeleton />}
        </>
      )}
      {data !== null && data.pool.trajectories > 0 && shown.length > 0 && (
        <>
          <div className={cn("grid items-start gap-4", shown.length <= SIDE_BY_SIDE && "xl:grid-cols-2")}>
            <Drops pool={data.pool} shown={shown} />
            {shown.length > 1 && <OverlapMatrix evaluation={evaluation} data={data} />}
          </div>
          <Threshold
            pool={evaluation.pool}
            shown={shown}
            names={names}
            canAdd={draft.arms.length < MOST_ARMS}
            onAdd={edit.onAdd}
          />
          <Charts shown={shown} />
          <Replacement pool={evaluation.pool} matching={evaluation.matching} shown={shown} names={names} />
        </>
      )}
      {arm && (
        <ArmEditor
          key={arm.key}
          arm={arm}
          errors={reading.arms.find(({ key }) => key === arm.key)?.errors ?? {}}
          figures={shown.find(({ key }) => key === arm.key)?.arm ?? null}
          problem={evaluation.problems.get(arm.key) ?? null}
          isBusy={evaluation.isBusy}
          names={names}
          onChange={(change) => onChange((current) => withChangedArm(current, arm.key, change))}
          onClose={() => setEdited(null)}
        />
      )}
      {frozen && <FreezeDialog of={frozen} onClose={() => setFrozen(null)} />}
    </div>
  );
}

function readsSample({ arms }: Draft, names: Names): boolean {
  const isSample = (runs: readonly { id: number; isSample: boolean }[], id: number) =>
    runs.some((run) => run.id === id && run.isSample);
  return arms.some(
    ({ form: { judges, labels } }) =>
      judges.some((id) => isSample(names.judgingRuns, id)) ||
      (labels !== null && isSample(names.labellingRuns, labels)),
  );
}
