/** What an eval matrix comes to before it is started. */

type Cell = { trajectories: number; tokens: number | null };

export type MatrixSum = {
  cells: number;
  trajectories: number;
  /** Of the cells whose tokens can be told from earlier ones; null where there are none */
  tokens: number | null;
  /** Cells whose tokens cannot be told */
  unknown: number;
};

/** `tokens` of a cell are those of one trajectory. */
export function sumMatrix(cells: readonly Cell[]): MatrixSum {
  const known = cells.filter(({ tokens }) => tokens !== null);
  return {
    cells: cells.length,
    trajectories: cells.reduce((sum, { trajectories }) => sum + trajectories, 0),
    tokens:
      known.length === 0
        ? null
        : known.reduce((sum, { trajectories, tokens }) => sum + trajectories * (tokens ?? 0), 0),
    unknown: cells.length - known.length,
  };
}
