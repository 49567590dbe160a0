/** Asks a training engine what it has, with settings that need not be saved. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { StudioError } from "@/domain/errors";
import type { EngineReport, TrainingEngineSettings } from "@/domain/training/engine";
import { engineNotes } from "@/domain/training/engine-notes";
import { openTrainingEngine } from "@/server/adapters/training/open";

const SERVER_LIMIT_MS = 5_000;

export type EngineTest =
  | {
      isWell: true;
      report: EngineReport;
      /** What would still be in the way of a job, as sentences */
      notes: string[];
    }
  | { isWell: false; message: string };

/** Never throws for an engine that fails: that is the answer. */
export async function testEngine(settings: TrainingEngineSettings): Promise<EngineTest> {
  const about = Promise.all([noteOnFolder(settings), noteOnServer(settings)]);
  try {
    const report = await openTrainingEngine(settings).test();
    const notes = [...engineNotes(settings, report), ...(await about)];
    return { isWell: true, report, notes: notes.filter((note) => note !== null) };
  } catch (error) {
    if (error instanceof StudioError) return { isWell: false, message: error.message };
    throw error;
  }
}

async function noteOnFolder({ sharedFolder }: TrainingEngineSettings): Promise<string | null> {
  if (sharedFolder === null) return null;
  try {
    await access(sharedFolder, constants.R_OK | constants.W_OK);
    return null;
  } catch {
    return `The studio's machine cannot read and write ${sharedFolder}: mount it here and for every worker, or leave the shared folder empty.`;
  }
}

/** Any answer will do: which models it serves depends on the checkpoints to come. */
async function noteOnServer({ serving }: TrainingEngineSettings): Promise<string | null> {
  if (serving === null) return null;
  try {
    const signal = AbortSignal.timeout(SERVER_LIMIT_MS);
    const response = await fetch(`${serving.baseUrl}/models`, { signal, redirect: "manual" });
    await response.body?.cancel();
    return null;
  } catch {
    return `Nothing answers at ${serving.baseUrl}, where its checkpoints are to be served: they get endpoints all the same, which work once it is up.`;
  }
}
