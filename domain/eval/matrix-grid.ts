/** The cells of an eval matrix as a table, and how many of them stand where. */
import { type CellStatus, isCellOver } from "./cell";
import type { EvalWay } from "./plan";

type PlacedCell = { model: number; modelName: string; set: number; setName: string; way: EvalWay };

export type GridColumn = Pick<PlacedCell, "set" | "setName" | "way">;
export type Grid<Cell> = {
  columns: GridColumn[];
  /** `cells` as the columns stand; null where a column has no cell for this model */
  rows: { model: number; modelName: string; cells: (Cell | null)[] }[];
};

/** Rows and columns in the order in which their first cells come. */
export function gridOf<Cell extends PlacedCell>(cells: readonly Cell[]): Grid<Cell> {
  const columns = new Map<string, GridColumn>();
  const rows = new Map<number, { model: number; modelName: string; byColumn: Map<string, Cell> }>();
  for (const cell of cells) {
    const { model, modelName, set, setName, way } = cell;
    const column = `${set} ${way}`;
    if (!columns.has(column)) columns.set(column, { set, setName, way });
    const row = rows.get(model) ?? { model, modelName, byColumn: new Map<string, Cell>() };
    row.byColumn.set(column, cell);
    rows.set(model, row);
  }
  return {
    columns: [...columns.values()],
    rows: [...rows.values()].map(({ byColumn, ...row }) => ({
      ...row,
      cells: [...columns.keys()].map((column) => byColumn.get(column) ?? null),
    })),
  };
}

/** `left` are waiting or under way; `again` may be tried again. */
export type CellCounts = { all: number; done: number; failed: number; cancelled: number; left: number; again: number };

export function countCells(cells: readonly { status: CellStatus }[]): CellCounts {
  const count = (status: CellStatus) => cells.filter((cell) => cell.status === status).length;
  const [failed, cancelled] = [count("failed"), count("cancelled")];
  return {
    all: cells.length,
    done: count("done"),
    failed,
    cancelled,
    left: cells.filter(({ status }) => !isCellOver(status)).length,
    again: failed + cancelled,
  };
}
