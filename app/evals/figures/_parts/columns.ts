/** Columns that tables of figures share. */
import type { Column } from "@/components/charts/columns";
import type { FigureCell } from "@/domain/eval/figures/cells";
import type { Gain } from "@/domain/eval/figures/pooled";
import { formatNumber, formatShare } from "@/domain/format";
import { boundsOf, inPoints, signed } from "./words";

/** Accuracy with its interval, a share; `open` leads to the trajectories it was counted from. */
export const accuracyColumns = <Row>(
  cellOf: (row: Row) => FigureCell,
  open: (row: Row) => string | null,
): Column<Row>[] => [
  { name: "Accuracy", of: (row) => cellOf(row).share, write: formatShare, href: open },
  { name: "Low", of: (row) => boundsOf(cellOf(row).interval).low, write: formatShare },
  { name: "High", of: (row) => boundsOf(cellOf(row).interval).high, write: formatShare },
  { name: "Answers", of: (row) => cellOf(row).n, write: formatNumber },
];

export const seedsColumn = <Row>(cellOf: (row: Row) => FigureCell): Column<Row> => ({
  name: "Seeds",
  of: (row) => cellOf(row).seeds,
  write: formatNumber,
});

/** A gain with its interval, in points. */
export const gainColumns = <Row>(gainOf: (row: Row) => Gain | null): Column<Row>[] => [
  { name: "Gain, points", of: (row) => inPoints(gainOf(row)?.difference ?? null), write: signed },
  { name: "Gain low, points", of: (row) => inPoints(gainOf(row)?.interval?.low ?? null), write: signed },
  { name: "Gain high, points", of: (row) => inPoints(gainOf(row)?.interval?.high ?? null), write: signed },
];
