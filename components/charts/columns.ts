/** The table of a chart by its columns: each says its name, its values, and how they are written and opened. */
import type { Cell } from "./csv";

/** The data of a chart: the same figures as its drawing, for reading, copying and checking. */
export type ChartData = { columns: readonly string[]; rows: readonly (readonly Cell[])[] };

export type Column<Row> = {
  /** The header; a figure that is not a plain number or a share (0 to 1) names its unit here, for the file's sake */
  name: string;
  of: (row: Row) => Cell;
  /** How a number is written on the page; in the file it is the number itself */
  write?: (value: number) => string;
  /** The rows behind the figure */
  href?: (row: Row) => string | null;
};

export type ChartTable = {
  data: ChartData;
  format: (value: number, column: number) => string;
  linkOf: (row: number, column: number) => string | null;
};

/** What a chart's frame takes: a row has a value of each column, in the columns' order. */
export function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): ChartTable {
  return {
    data: { columns: columns.map(({ name }) => name), rows: rows.map((row) => columns.map(({ of }) => of(row))) },
    format: (value, column) => columns[column]?.write?.(value) ?? String(value),
    linkOf: (at, column) => {
      const row = rows[at];
      return row === undefined ? null : (columns[column]?.href?.(row) ?? null);
    },
  };
}

/** Throws where a row has more or fewer values than there are columns: its figures would stand under others' names. */
export function checkData({ columns, rows }: ChartData): void {
  const at = rows.findIndex((row) => row.length !== columns.length);
  if (at >= 0)
    throw new Error(`Row ${at + 1} has ${rows[at]?.length} values, and the table ${columns.length} columns: fix it.`);
}
