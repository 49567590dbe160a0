"use client";
/** Where two arms differ: what the row's arm keeps and the column's does not; a number opens its trajectories. */
import { parseAsString, useQueryState } from "nuqs";
import { ModeSwatch } from "@/components/glyphs/mode-badge";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { overlapBetween } from "@/domain/filtering/overlap";
import { formatNumber } from "@/domain/format";
import type { Evaluated, Evaluation, ShownArm } from "../_plan/use-evaluation";
import { DifferenceSheet } from "./difference-sheet";

export function OverlapMatrix({ evaluation, data }: { evaluation: Evaluation; data: Evaluated }) {
  const { shown, pool, matching } = evaluation;
  const [open, setOpen] = useQueryState("difference", parseAsString);
  const [row, column] = (open ?? "").split("~").map((key) => shown.find((each) => each.key === key));
  return (
    <section aria-labelledby="overlap" className="min-w-0 rounded-lg border border-line bg-panel">
      <div className="px-4 pt-3 pb-1">
        <h2 id="overlap" className="font-medium">
          Where the arms differ
        </h2>
        <p className="text-muted text-xs">
          Trajectories that the row's arm keeps and the column's does not; small below: those that both keep
        </p>
      </div>
      <Table label="Trajectories of one arm and not of another">
        <thead>
          <tr>
            <Th className="sm:pl-4">
              <span className="text-faint">only in ↓ not in →</span>
            </Th>
            {shown.map(({ key, arm }) => (
              <Th key={key} numeric className="max-w-32 whitespace-normal py-1">
                <ArmName arm={arm} />
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <Tr key={one.key}>
              <th scope="row" className="px-2.5 py-1 text-left align-top font-normal sm:pl-4">
                <ArmName arm={one.arm} />
              </th>
              {shown.map((other) => (
                <Td key={other.key} numeric className={cn("align-top", one.key === other.key && "bg-subtle")}>
                  <Cell data={data} row={one} column={other} onOpen={() => setOpen(`${one.key}~${other.key}`)} />
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
      {row && column && row.key !== column.key && (
        <DifferenceSheet
          question={{
            ...{ pool, matching, first: row.at, second: column.at },
            arms: data.arms.map(({ name, filter }) => ({ name, filter })),
          }}
          first={row.arm}
          second={column.arm}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

function ArmName({ arm }: { arm: ShownArm["arm"] }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <ModeSwatch mode={arm.filter.mode} />
      {arm.name}
    </span>
  );
}

function Cell(props: { data: Evaluated; row: ShownArm; column: ShownArm; onOpen: () => void }) {
  const { row, column } = props;
  if (row.key === column.key) return <span className="text-faint">{formatNumber(row.arm.figures.trajectories)}</span>;
  const overlap = overlapBetween(props.data.overlaps, row.at, column.at);
  if (!overlap) return <span className="text-faint">–</span>;
  const { both, onlyRow } = overlap;
  return (
    <>
      {onlyRow === 0 ? (
        <span className="text-faint">0</span>
      ) : (
        <button
          type="button"
          onClick={props.onOpen}
          aria-label={`${formatNumber(onlyRow)} only in ${row.arm.name}, not in ${column.arm.name}`}
          className="rounded font-medium underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {formatNumber(onlyRow)}
        </button>
      )}
      <span className="block text-faint text-xs" title={`${formatNumber(both)} trajectories in both`}>
        {formatNumber(both)} both
      </span>
    </>
  );
}
