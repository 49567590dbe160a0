/** Writes a training run's data for its trainer: the sub-trajectories as an export, and the questions they answer. */
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import type { TrainingData } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { readDataQuestions } from "@/server/queries/training/data-check";
import { openExport } from "@/server/services/export/deliver";
import { getExport } from "@/server/services/export/export-row";
import { prepareExport } from "@/server/services/export/prepare";

export const DATA_FILE = "train.jsonl.gz";
export const QUESTIONS_FILE = "questions.jsonl";

/** Below the storage and the shared folder, apart from the run's own: that belongs to whoever the cluster's jobs run as. */
export const dataFolder = (key: string) => path.posix.join("data", key);

export type WrittenData = { rows: number; sha256: string };

/** Both files in `folder`, each of them complete or not there. Throws precondition where they cannot be written. */
export async function writeTrainingData(db: Db, data: TrainingData, folder: string): Promise<WrittenData> {
  try {
    await mkdir(folder, { recursive: true });
    const id = await prepareExport(db, { format: "sub-trajectories", ...data, file: "jsonl", gzip: true });
    const delivery = await openExport(db, id);
    await writeWhole(path.join(folder, DATA_FILE), delivery.chunks).finally(delivery.close);
    const questions = await readDataQuestions(db.pool, data);
    const lines = questions.map((question) => `${JSON.stringify(question)}\n`);
    await writeWhole(path.join(folder, QUESTIONS_FILE), lines);
    const { rows, sha256 } = await getExport(db, delivery.id);
    return { rows, sha256: z.string().parse(sha256) };
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new StudioError(
      "precondition",
      `The training data cannot be written to ${folder} (${error.code}): make it a folder with space that the studio's workers may write to, then resume.`,
      { cause: error },
    );
  }
}

/** Removes what lies in the shared folder for a run that needs it no more. What cannot be removed stays, and is told. */
export async function removeTrainingData(sharedFolder: string, key: string): Promise<void> {
  const folder = path.join(sharedFolder, dataFolder(key));
  await rm(folder, { recursive: true, force: true }).catch((error) =>
    console.warn(`The data of a training run that is done could not be removed from ${folder}:`, error),
  );
}

async function writeWhole(file: string, chunks: AsyncIterable<Buffer> | Iterable<string>): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(chunks), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw error;
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && ("path" in error || error.syscall === "write");
