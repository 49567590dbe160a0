/** An eval matrix as the studio's own format carries it (docs/own-format.md). What served its models stays where it was. */
import { z } from "zod";
import type { Keys } from "../keyed-pool";
import { settingsFromKeys, settingsToKeys } from "../keyed-settings";
import { Key, LabelRunRef, Metadata, ModelName, Name, Timestamp } from "../record-parts";
import type { Resolve } from "../reference";
import { CellStatus, MatrixStatus } from "./cell";
import { EvalSet, EvalWay } from "./plan";

const RecordedCell = z.object({
  /** Name */
  model: ModelName,
  /** Key of a question set */
  set: Key,
  way: EvalWay,
  status: CellStatus.extract(["done", "failed", "cancelled"]),
  message: z.string().nullish(),
  /** Key; null where it was not begun, or is gone */
  rolloutRun: Key.nullish(),
  labellingRun: LabelRunRef.nullish(),
});

/** One that is still running is not written: what becomes of it is not known yet. */
export const EvalMatrixRecord = z.object({
  type: z.literal("eval-matrix"),
  key: z.uuid(),
  name: Name,
  status: MatrixStatus.extract(["done", "cancelled"]),
  /** Of each question set how it was asked: the settings of a rollout run, by keys */
  sets: z.array(Metadata).min(1).max(50),
  ways: z.array(EvalWay).min(1).max(2),
  cells: z.array(RecordedCell).min(1).max(500),
  isSample: z.boolean().default(false),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullish(),
});

/** A set of a plan with keys in the place of ids. */
export const setToKeys = ({ questions, settings }: EvalSet, keys: Keys) =>
  settingsToKeys("rollout", { questions, ...settings }, keys);

/** The set of a plan that a record tells of; null where it is none. */
export function setFromKeys(told: Record<string, unknown>, resolve: Resolve): EvalSet | null {
  const { questions, ...settings } = settingsFromKeys("rollout", told, resolve) as Record<string, unknown>;
  return EvalSet.safeParse({ questions, settings }).data ?? null;
}
