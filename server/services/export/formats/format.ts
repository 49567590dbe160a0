/** What an export format is: its name, what one row of it is, its columns, and how its rows are counted and written. */
import type { FilterMode } from "@/domain/filter";
import type { TrainingSelection } from "@/domain/training-row";
import type { Column } from "../columns";
import type { ExportRequest } from "../request";
import type { Snapshot } from "../snapshot";

/** What rows are written from. */
export type ExportSource = {
  snapshot: Snapshot;
  request: ExportRequest;
  /** The judging and labelling run as every row names them. Throws precondition where no judging run was chosen */
  selection(): Promise<TrainingSelection>;
};

/** One row as JSON text on one line, in pieces, valid until the next row is asked for. */
export type RowText = Iterable<Buffer>;

export type ExportFormat = {
  /** What it is called in a list: "TRL preference" */
  title: string;
  /** What one row is, in a sentence */
  row: string;
  /** What rows are called: "pair", "pairs" */
  unit: readonly [one: string, many: string];
  columns: readonly Column[];
  /** Only lines, because messages are the bytes that were imported and have no common type */
  linesOnly?: true;
  /** Rows that `rows` will give, counted in the same snapshot */
  expectedRows(source: ExportSource): Promise<number>;
  /** The rows; memory is bounded however long one is */
  rows(source: ExportSource): AsyncGenerator<RowText>;
  /** Why a mode keeps no row, and what to do; a format without it writes an empty file */
  whenEmpty?(mode: FilterMode): string;
  /** The values of a row's columns, where they are not the fields of its line */
  fromLine?(line: string): Record<string, unknown>;
};
