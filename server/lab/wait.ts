/** Waits for what workers do, and says on standard error how far they are. */
import { StudioError } from "@/domain/errors";
import { isCellOver } from "@/domain/eval/cell";
import { isOver, type RunRef } from "@/domain/run";
import { isTrainingOver, TrainingStatus } from "@/domain/training/status";
import type { Db } from "@/server/db";
import type { EvalMatrix } from "@/server/queries/eval/matrix";
import { readProgress } from "@/server/queries/run/progress";
import { openEvalMatrix } from "@/server/services/eval/read";

const LOOK_MS = 200;
const SAY_MS = 10_000;

type Look = { isOver: boolean; state: string };

async function waitUntil(what: string, look: () => Promise<Look>): Promise<void> {
  let saidAt = Date.now();
  for (;;) {
    const { isOver: isThere, state } = await look();
    if (isThere) return;
    if (Date.now() - saidAt > SAY_MS) {
      console.error(`  ${what}: ${state}`);
      saidAt = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Throws precondition where the studio paused the run, with its own sentence. */
export async function waitForRun(db: Db, ref: RunRef): Promise<void> {
  await waitUntil(`${ref.kind} run ${ref.runId}`, async () => {
    const progress = await readProgress(db.pool, ref);
    if (!progress) throw new StudioError("not-found", `There is no ${ref.kind} run ${ref.runId}.`);
    if (progress.status === "paused") throw new StudioError("precondition", progress.message ?? "It was paused.");
    const trouble = progress.message ? ` (${progress.message})` : "";
    return { isOver: isOver(progress.status), state: `${progress.done} of ${progress.planned}${trouble}` };
  });
}

/** @returns the eval matrix once it is over */
export async function waitForEvals(db: Db, id: number): Promise<EvalMatrix> {
  await waitUntil(`eval matrix ${id}`, async () => {
    const { status, cells } = await openEvalMatrix(db, id);
    const over = cells.filter((cell) => isCellOver(cell.status)).length;
    return { isOver: status !== "running", state: `${over} of ${cells.length} cells` };
  });
  return openEvalMatrix(db, id);
}

/** @returns how it ended */
export async function waitForTraining(db: Db, id: number): Promise<{ status: TrainingStatus; message: string | null }> {
  const read = async () => {
    const select = { status: true, message: true, step: true, totalSteps: true } as const;
    const row = await db.prisma.trainingRun.findUniqueOrThrow({ where: { id }, select });
    return { ...row, status: TrainingStatus.parse(row.status) };
  };
  await waitUntil(`training run ${id}`, async () => {
    const { status, step, totalSteps, message } = await read();
    const state = `${status}, update ${step} of ${totalSteps ?? "?"}${message ? ` (${message})` : ""}`;
    return { isOver: isTrainingOver(status), state };
  });
  const { status, message } = await read();
  return { status, message };
}
