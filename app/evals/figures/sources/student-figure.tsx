"use client";
/** A student beside the model that it was trained from and the model that judged it. */
import { ChartFrame } from "@/components/charts/chart-frame";
import { tableOf } from "@/components/charts/columns";
import { BarLegend, IntervalBars } from "@/components/charts/interval-bars";
import { formatShare } from "@/domain/format";
import { boundsOf, cellWords, SEEDS_NOTE } from "../_parts/words";
import { cellsOf, entriesOf, STUDENT_COLUMNS, STUDENT_LOOKS, type StudentRow } from "./student-columns";

export function StudentFigure({ rows }: { rows: readonly StudentRow[] }) {
  return (
    <ChartFrame
      title="Student and judge's model"
      description={`Share of right answers on the same question set, with 95 % intervals. ${SEEDS_NOTE}`}
      legend={<BarLegend looks={STUDENT_LOOKS} />}
      isTableOpen
      textColumns={4}
      fileName="student-and-judge"
      {...tableOf(STUDENT_COLUMNS, entriesOf(rows))}
    >
      <IntervalBars
        looks={STUDENT_LOOKS}
        groups={rows.map((row) => ({
          name: `${row.name} (${row.key}), ${row.set.name}`,
          values: cellsOf(row).map((cell) => cell && { value: cell.share, ...boundsOf(cell.interval) }),
        }))}
        xLabel="student and question set"
        yLabel="accuracy, % of labelled"
        maximum={1}
        isShare
        formatTick={(value) => formatShare(value, 0)}
        describe={(group, series) => cellWords(rows[group] ? (cellsOf(rows[group])[series] ?? null) : null)}
      />
    </ChartFrame>
  );
}
