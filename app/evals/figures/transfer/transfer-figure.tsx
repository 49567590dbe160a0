"use client";
/** Trained on, evaluated on: accuracy with the gain over the base as heat; intervals stand in the table. */
import type { ApiOutputs } from "@/app/trpc";
import { ChartFrame } from "@/components/charts/chart-frame";
import { HeatMap } from "@/components/charts/heat-map";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import { ALGORITHM_WORDS } from "@/components/training/words";
import { formatNumber, formatShare } from "@/domain/format";
import { boundsOf, points, SEEDS_NOTE, trajectoriesOf } from "../_parts/words";

type Transfer = ApiOutputs["evalFigures"]["transfer"];
type Row = Transfer["matrix"]["rows"][number];

export function TransferFigure({ matrix, setNames }: Pick<Transfer, "matrix" | "setNames">) {
  const { sets, rows } = matrix;
  const nameOf = new Map([...setNames, ...sets].map(({ id, name }) => [id, name]));
  const trainedOn = ({ group, trainedOn: ids }: Row) =>
    group === null
      ? "nothing here"
      : ids.map((id) => nameOf.get(id) ?? "a removed set").join(" and ") || "not recorded";
  const kindOf = ({ group }: Row) =>
    group === null
      ? "base"
      : [...(group.mode ? [MODE_WORDS[group.mode]] : []), ALGORITHM_WORDS[group.algorithm]].join(", ");
  const gains = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.gain?.difference ?? []));
  const greatest = Math.max(0.01, ...gains.map(Math.abs));
  const table = rows.flatMap((row) =>
    sets.flatMap((set, at) => {
      const cell = row.cells[at];
      return cell ? [{ row, set, cell }] : [];
    }),
  );
  return (
    <ChartFrame
      title="Accuracy by what was trained on, and gain over the base"
      description={`Share of right answers; below it the gain over the model trained from, in points. The stronger the colour, the greater the gain (blue) or loss (red); a strong frame marks a set that was trained on. ${SEEDS_NOTE}`}
      height="pb-2"
      isTableOpen
      textColumns={6}
      fileName="transfer-matrix"
      data={{
        columns: [
          ...[
            "Model",
            "Trained by",
            "Trained on",
            "Evaluated on",
            "Distribution",
            "Accuracy",
            "Low",
            "High",
            "Answers",
          ],
          ...["Seeds", "Gain, points", "Gain low", "Gain high", "Relative gain"],
        ],
        rows: table.map(({ row, set, cell: { accuracy, gain, wasTrainedOn } }) => [
          ...[
            row.name,
            kindOf(row),
            row.group?.runs.map(({ name }) => name).join("; ") ?? null,
            trainedOn(row),
            set.name,
          ],
          row.group === null || row.trainedOn.length === 0 ? null : wasTrainedOn ? "in" : "out",
          ...[accuracy.share, boundsOf(accuracy.interval).low, boundsOf(accuracy.interval).high, accuracy.n],
          ...[accuracy.seeds, gain?.difference ?? null, gain?.interval?.low ?? null, gain?.interval?.high ?? null],
          gain?.relative ?? null,
        ]),
      }}
      format={(value, column) => {
        if (column < 9) return formatShare(value);
        if (column < 11) return formatNumber(value);
        return column === 14 ? `${points(value)} %` : points(value);
      }}
      linkOf={(at, column) => {
        const found = table[at];
        const [run] = found?.row.group?.runs ?? [];
        if (column === 0 && run) return `/training/${run.id}`;
        return column === 6 && found ? trajectoriesOf(found.cell.accuracy.evals, found.set.id) : null;
      }}
    >
      <HeatMap
        label="Trained on, evaluated on"
        columns={sets.map(({ name }) => name)}
        rows={rows.map((row) => ({
          key: row.key,
          name: `${row.name}, ${kindOf(row)}`,
          note: row.group === null ? "before training" : `trained on ${trainedOn(row)}`,
          cells: row.cells.map((cell) =>
            cell
              ? {
                  text: formatShare(cell.accuracy.share),
                  note: cell.gain ? points(cell.gain.difference) : "",
                  heat: cell.gain ? cell.gain.difference / greatest : null,
                  isMarked: cell.wasTrainedOn,
                }
              : null,
          ),
        }))}
      />
    </ChartFrame>
  );
}
