import { expect, test } from "vitest";
import { poolFromKeys } from "@/domain/keyed-pool";
import { EMPTY_POOL } from "@/domain/pool";
import { NOT_HERE } from "@/domain/reference";
import { TrainingRunRecord } from "@/domain/training/record";
import { recordWithKeys } from "./record-with-keys";

const none = () => undefined;
const keys = {
  ...{ set: none, run: none, model: none, corpus: none, question: none },
  ...{ judgingRun: none, labellingRun: none },
};
const dataOf = (trainingSet: number | null) => {
  const data = { pool: EMPTY_POOL, mode: "none", trainingSet };
  const record = recordWithKeys("training-run", { type: "training-run", data, reward: null }, true, keys);
  return TrainingRunRecord.shape.data.parse((record as { data: unknown }).data);
};

test("a run on a training set is not one on all of the pool that the set was filtered from", () => {
  expect(poolFromKeys(dataOf(null).pool, () => null)).toEqual(EMPTY_POOL);
  expect(poolFromKeys(dataOf(7).pool, () => null)).toEqual({ ...EMPTY_POOL, trainingSet: NOT_HERE });
});
