/** How commands end, for scripts: 0 done, 1 failed, 2 called wrongly, 3 cancelled. A signal adds 128. */
import { StudioError } from "@/domain/errors";
import type { CellStatus } from "@/domain/eval/cell";

/** Its options cannot be read, or do not go together. */
export class UsageError extends StudioError {
  constructor(message: string) {
    super("invalid", message);
    this.name = "UsageError";
  }
}

export const notOneOf = (option: string, value: string, options: readonly string[]) =>
  new UsageError(`${option} ${value}: it is one of ${options.join(", ")}`);

export const statusOfError = (error: StudioError): number => (error instanceof UsageError ? 2 : 1);

/** Of evals that are over. What failed counts before what was cancelled. */
export function statusOfCells(cells: readonly { status: CellStatus }[]): number {
  if (cells.every(({ status }) => status === "done")) return 0;
  return cells.every(({ status }) => status === "done" || status === "cancelled") ? 3 : 1;
}
