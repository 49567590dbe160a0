"use client";
/** A student beside the model that it was trained from and the model that judged it. */
import type { ApiOutputs } from "@/app/trpc";
import { ChartFrame } from "@/components/charts/chart-frame";
import { BarLegend, type BarLook, IntervalBars } from "@/components/charts/interval-bars";
import { formatNumber, formatShare } from "@/domain/format";
import { boundsOf, cellWords, SEEDS_NOTE, trajectoriesOf } from "../_parts/words";

type Row = ApiOutputs["evalFigures"]["sources"]["students"]["rows"][number];

const LOOKS: BarLook[] = [
  { key: "base", name: "before training", colour: "var(--faint)", opacity: 0.4, isDashed: true },
  { key: "student", name: "student", colour: "light-dark(#0b7a66, #2fbf9f)", opacity: 1 },
  { key: "judge", name: "judge's model", colour: "light-dark(#4640bd, #a7a4fa)", opacity: 0.5 },
];

export function StudentFigure({ rows }: { rows: readonly Row[] }) {
  const figures = rows.flatMap((row) =>
    LOOKS.flatMap((look, at) => {
      const cell = cellsOf(row)[at];
      return cell ? [{ row, look, cell }] : [];
    }),
  );
  const who = ({ name, judgeModel }: Row, key: string) => (key === "judge" ? judgeModel.name : name);
  return (
    <ChartFrame
      title="Student and judge's model"
      description={`Share of right answers on the same question set, with 95 % intervals. ${SEEDS_NOTE}`}
      legend={<BarLegend looks={LOOKS} />}
      isTableOpen
      textColumns={4}
      fileName="student-and-judge"
      data={{
        columns: ["Student", "Question set", "Who", "Model", "Accuracy", "Low", "High", "Answers", "Seeds"],
        rows: figures.map(({ row, look, cell }) => [
          ...[`${row.name} (${row.key})`, row.set.name, look.name, who(row, look.key), cell.share],
          ...[boundsOf(cell.interval).low, boundsOf(cell.interval).high, cell.n, cell.seeds],
        ]),
      }}
      format={(value, column) => (column < 7 ? formatShare(value) : formatNumber(value))}
      linkOf={(at, column) => {
        const found = figures[at];
        const [run] = found?.row.runs ?? [];
        if (column === 0 && run) return `/training/${run.id}`;
        return column === 4 && found ? trajectoriesOf(found.cell.evals, found.row.set.id) : null;
      }}
    >
      <IntervalBars
        looks={LOOKS}
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

const cellsOf = ({ base, student, judge }: Row) => [base, student, judge];
