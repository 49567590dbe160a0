"use client";
/** Trained on, evaluated on: accuracy with the gain over the base as heat; intervals stand in the table. */
import { ChartFrame } from "@/components/charts/chart-frame";
import { tableOf } from "@/components/charts/columns";
import { HeatMap } from "@/components/charts/heat-map";
import { formatShare } from "@/domain/format";
import { points, SEEDS_NOTE } from "../_parts/words";
import { entriesOf, kindOf, type Transfer, trainedOnWords, transferColumns } from "./transfer-columns";

const FRAMES = { "trained on": "strong", "same family": "dashed", other: null } as const;

export function TransferFigure({ matrix, setNames }: Transfer) {
  const { sets, rows } = matrix;
  const nameOf = new Map([...setNames, ...sets].map(({ id, name }) => [id, name]));
  const gains = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.gain?.difference ?? []));
  const greatest = Math.max(0.01, ...gains.map(Math.abs));
  return (
    <ChartFrame
      title="Accuracy by what was trained on, and gain over the base"
      description={`Share of right answers; below it the gain over the model trained from, in points, with the 95 % intervals in the table. The stronger the colour, the greater the gain (blue) or loss (red). A strong frame marks a set that was trained on, by the model or one before it; a dashed one another set of the same family: same metric, same corpus. ${SEEDS_NOTE}`}
      height="pb-2"
      isTableOpen
      textColumns={6}
      fileName="transfer-matrix"
      {...tableOf(transferColumns(nameOf), entriesOf(matrix))}
    >
      <HeatMap
        label="Trained on, evaluated on"
        columns={sets.map(({ name }) => name)}
        rows={rows.map((row) => ({
          key: row.key,
          name: `${row.name}, ${kindOf(row)}`,
          note: noteOf(trainedOnWords(row, nameOf), row.group === null),
          cells: row.cells.map((cell) =>
            cell
              ? {
                  text: formatShare(cell.accuracy.share),
                  note: cell.gain ? points(cell.gain.difference) : "",
                  heat: cell.gain ? cell.gain.difference / greatest : null,
                  frame: cell.distribution ? FRAMES[cell.distribution] : null,
                }
              : null,
          ),
        }))}
      />
    </ChartFrame>
  );
}

const noteOf = (words: string, isBase: boolean) =>
  isBase && words === "nothing here" ? "before training" : `${isBase ? "so far " : ""}trained on ${words}`;
