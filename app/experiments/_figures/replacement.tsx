"use client";
/** What changes in the arms when one judging run is replaced by another. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormField } from "@/app/settings/form-field";
import { useTRPC } from "@/app/trpc";
import { NativeSelect } from "@/components/ui/input";
import type { Names } from "@/domain/browse";
import { judgesOfArms, withJudgeReplaced } from "@/domain/experiment";
import { formatNumber } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import { runNamesOf } from "../_plan/names";
import type { ShownArm } from "../_plan/use-evaluation";
import { ReplacementTable } from "./replacement-table";

export function Replacement(props: { pool: Pool; matching: boolean; shown: readonly ShownArm[]; names: Names }) {
  const { pool, shown } = props;
  const trpc = useTRPC();
  const name = runNamesOf(props.names).judge;
  const judges = useQuery(trpc.experiment.judges.queryOptions({ pool }, { staleTime: 60_000 }));
  const followed = judgesOfArms(shown.map(({ arm }) => arm));
  const [chosen, setChosen] = useState<{ from: number | null; to: number | null }>({ from: null, to: null });
  const from = followed.find((id) => id === chosen.from) ?? followed[0];
  const others = (judges.data ?? []).filter(({ id }) => id !== from);
  const to = others.find(({ id }) => id === chosen.to)?.id;
  if (from === undefined) return null;
  const pairs = shown.flatMap(({ arm }) => {
    const filter = to === undefined ? null : withJudgeReplaced(arm.filter, from, to);
    return filter ? [{ before: { name: arm.name, filter: arm.filter }, after: filter }] : [];
  });
  return (
    <section aria-labelledby="replacement" className="min-w-0 rounded-lg border border-line bg-panel">
      <div className="px-4 pt-3 pb-1">
        <h2 id="replacement" className="font-medium">
          When a judging run is replaced by another
        </h2>
        <p className="text-muted text-xs">
          The arms that follow it, before and after, all else as it is{props.matching && "; not matched"}
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 pt-1">
        <FormField id="replacement-from" label="Replace" className="w-64 max-w-full">
          {(control) => (
            <NativeSelect
              {...control}
              value={from}
              onChange={(event) => setChosen({ from: Number(event.target.value), to: null })}
            >
              {followed.map((id) => (
                <option key={id} value={id}>
                  {name(id)}
                </option>
              ))}
            </NativeSelect>
          )}
        </FormField>
        <FormField
          id="replacement-to"
          label="By"
          className="w-80 max-w-full"
          hint={judges.isError ? judges.error.message : others.length === 0 && judges.isSuccess ? NO_OTHER : undefined}
        >
          {(control) => (
            <NativeSelect
              {...control}
              value={to ?? ""}
              disabled={others.length === 0}
              onChange={(event) => setChosen({ from, to: Number(event.target.value) })}
            >
              <option value="">{judges.isPending ? "looking for others…" : "choose another"}</option>
              {others.map(({ id, trajectories }) => (
                <option key={id} value={id}>
                  {name(id)} ({formatNumber(trajectories)} judged)
                </option>
              ))}
            </NativeSelect>
          )}
        </FormField>
      </div>
      {pairs.length > 0 && <ReplacementTable pool={pool} pairs={pairs} />}
    </section>
  );
}

const NO_OTHER = "No other judging run has judged this pool.";
