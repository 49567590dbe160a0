/** Where an eval matrix stands. */
import { isCellOver } from "@/domain/eval/cell";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Db } from "@/server/db";
import type { EvalMatrix } from "@/server/queries/eval/matrix";
import { openEvalMatrix } from "@/server/services/eval/read";
import { align } from "../align";
import { statusOfCells } from "../exit-status";
import { headline } from "./headline";
import type { Standing } from "./until-over";

/** Throws not-found. */
export async function lookAtMatrix(db: Db, id: number): Promise<Standing> {
  const matrix = await openEvalMatrix(db, id);
  return {
    isOver: matrix.status !== "running",
    exit: statusOfCells(matrix.cells),
    state: stateOf(matrix),
    json: asJson(matrix),
    text: asText(matrix),
  };
}

function stateOf({ cells }: EvalMatrix): string {
  const over = cells.filter(({ status }) => isCellOver(status)).length;
  const now = cells.find(({ status }) => status !== "waiting" && !isCellOver(status));
  const current = now
    ? `; ${now.modelName} on ${now.setName}: ${now.status}${now.run ? ` ${now.run.done} of ${now.run.planned}` : ""}${now.message ? ` (${now.message})` : ""}`
    : "";
  return `${over} of ${cells.length}${current}`;
}

function asJson({ id, name, status, cells }: EvalMatrix) {
  return {
    matrix: id,
    name,
    status,
    cells: cells.map((cell) => ({
      model: cell.modelName,
      set: cell.setName,
      way: cell.way,
      status: cell.status,
      message: cell.message,
      rolloutRun: cell.rolloutRun,
      labellingRun: cell.labellingRun,
      trajectories: cell.run?.done ?? 0,
      labelled: cell.labelled,
      correct: cell.correct,
      accuracy: cell.accuracy && { share: cell.accuracy.share, low: cell.accuracy.low, high: cell.accuracy.high },
    })),
  };
}

function asText({ id, name, status, cells }: EvalMatrix): string {
  const table = cells.map(({ modelName, setName, way, status: of, accuracy, message }) => [
    modelName,
    setName,
    way,
    of,
    accuracy ? formatShare(accuracy.share) : "–",
    accuracy ? formatInterval(accuracy) : "–",
    accuracy ? formatNumber(accuracy.n) : "0",
    message ?? "",
  ]);
  return `${headline("eval matrix", id, name, status)}\n${align([["model", "question set", "way", "", "accuracy", "95 %", "n", ""], ...table])}`;
}
