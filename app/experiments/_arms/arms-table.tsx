"use client";
/** The arms side by side, one column each. */
import { Plus } from "lucide-react";
import { useState } from "react";
import { MODE_WORDS, ModeSwatch } from "@/components/glyphs/mode-badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td } from "@/components/ui/table";
import type { Names } from "@/domain/browse";
import type { Arm } from "@/domain/experiment";
import { FilterMode } from "@/domain/filter";
import { paperFilter } from "@/domain/filtering/filter";
import { formatNumber } from "@/domain/format";
import { useNoise } from "../_figures/use-noise";
import { freezableOf, type SavedAs } from "../_freeze/freezable";
import { commonJudge, commonLabels, type Draft, MOST_ARMS, type Reading } from "../_plan/draft";
import { runNamesOf } from "../_plan/names";
import type { Evaluation } from "../_plan/use-evaluation";
import { ArmHead } from "./arm-head";
import { Elapsed } from "./elapsed";
import { NoiseNote, noiseGroups } from "./noise-rows";
import { rowGroups } from "./rows";

export type EditArms = {
  onEdit: (key: string) => void;
  onDuplicate: (key: string) => void;
  onRemove: (key: string) => void;
  onAdd: (arm: Arm) => void;
  onFreeze: (key: string) => void;
};

const ROW_HEAD =
  "sticky left-0 z-[1] bg-panel px-3 py-1 text-left align-top font-normal text-muted group-hover:bg-hover sm:whitespace-nowrap sm:pl-4";

export function ArmsTable(props: {
  draft: Draft;
  reading: Reading;
  evaluation: Evaluation;
  names: Names;
  saved: SavedAs;
  edit: EditArms;
}) {
  const { draft, reading, evaluation, edit, saved } = props;
  const { data, shown, problems, isBusy } = evaluation;
  const runNames = runNamesOf(props.names);
  const [review, setReview] = useState<number | null>(null);
  const noise = useNoise(evaluation, review);
  const groups = [...rowGroups(data, shown), ...noiseGroups(noise.data?.estimate)];
  const whyNotFrozen = (key: string) => {
    const freezable = freezableOf(key, saved, evaluation);
    return typeof freezable === "string" ? freezable : null;
  };
  return (
    <section aria-labelledby="arms" className="min-w-0 rounded-lg border border-line bg-panel" aria-busy={isBusy}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-1">
        <h2 id="arms" className="font-medium">
          Arms side by side
        </h2>
        {data?.matchedTo != null && (
          <span className="text-muted text-xs">
            each drawn down to {formatNumber(data.matchedTo)} distinct contexts
          </span>
        )}
        {isBusy && <Elapsed />}
        <div className="ml-auto">
          <AddArm draft={draft} onAdd={edit.onAdd} />
        </div>
      </div>
      {reading.error !== null && (
        <p role="alert" className="px-4 pb-2 text-danger-ink">
          {reading.error}
        </p>
      )}
      <Table label="Arms side by side" className={cn(isBusy && data !== null && "opacity-70")}>
        <thead>
          <tr>
            <th scope="col" className={cn(ROW_HEAD, "border-line border-b align-bottom text-xs")}>
              <span className="sr-only">Figure</span>
            </th>
            {reading.arms.map((arm) => (
              <ArmHead
                key={arm.key}
                arm={arm}
                runNames={runNames}
                problem={problems.get(arm.key) ?? null}
                whyNotFrozen={whyNotFrozen(arm.key)}
                arms={reading.arms.length}
                edit={edit}
              />
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.key} className="border-line border-b last:border-b-0">
            {group.rows.map((row, index) => (
              <tr key={row.key} className="group hover:bg-hover">
                <th scope="row" title={row.note} className={cn(ROW_HEAD, index === 0 && "pt-2")}>
                  {row.name}
                </th>
                {reading.arms.map(({ key }) => {
                  const found = shown.find((each) => each.key === key);
                  return (
                    <Td key={key} numeric className={cn("h-7 align-top last:pr-3", index === 0 && "pt-2")}>
                      {found && data ? (
                        row.show(found.arm, data.pool)
                      ) : isBusy && !problems.has(key) ? (
                        <Skeleton className="ml-auto h-3 w-16" />
                      ) : (
                        <span className="text-faint">–</span>
                      )}
                    </Td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        ))}
      </Table>
      {data !== null && <NoiseNote pool={evaluation.pool} found={noise} onReview={setReview} />}
    </section>
  );
}

function AddArm({ draft, onAdd }: { draft: Draft; onAdd: EditArms["onAdd"] }) {
  const isFull = draft.arms.length >= MOST_ARMS;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" disabled={isFull} title={isFull ? `${MOST_ARMS} arms are the most` : undefined}>
          <Plus aria-hidden />
          Add an arm
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {FilterMode.options.map((mode) => (
          <DropdownMenuItem
            key={mode}
            onSelect={() =>
              onAdd({ name: MODE_WORDS[mode], filter: paperFilter(mode, commonJudge(draft), commonLabels(draft)) })
            }
          >
            <ModeSwatch mode={mode} />
            {MODE_WORDS[mode]}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
