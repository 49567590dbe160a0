/** Turns what a record names by ids of this database into what means the same in another. */
import { z } from "zod";
import { EvalSet } from "@/domain/eval/plan";
import { setToKeys } from "@/domain/eval/record";
import { type Keys, poolToKeys } from "@/domain/keyed-pool";
import { settingsToKeys } from "@/domain/keyed-settings";
import { TrainingData } from "@/domain/training/plan";
import type { Section } from "@/server/queries/export/studio-rows";

const Fields = z.record(z.string(), z.unknown());
const TrainingRun = z.looseObject({ data: TrainingData, reward: Fields.nullable() });
const Matrix = z.looseObject({ sets: z.array(EvalSet) });
const Run = z.looseObject({ settings: z.unknown() });

/** `isMadeHere`: whether the ids in a run's settings are of this database; those of an imported run stay as they came. */
export function recordWithKeys(kind: Section["kind"], record: unknown, isMadeHere: boolean, keys: Keys): unknown {
  if (kind === "other") return record;
  if (kind === "training-run") {
    const { data, reward, ...run } = TrainingRun.parse(record);
    const { endpointId: _, templateId: __, ...kept } = reward ?? {};
    // Training sets do not travel. Without it the pool would be wider than what was trained on.
    const pool = data.trainingSet === null ? data.pool : { ...data.pool, trainingSet: data.trainingSet };
    const keyed = { pool: poolToKeys(pool, keys), mode: data.mode };
    return inOrder(record, { ...run, data: keyed, reward: reward && kept });
  }
  if (kind === "eval-matrix") {
    const { sets, ...matrix } = Matrix.parse(record);
    return inOrder(record, { ...matrix, sets: sets.map((set) => setToKeys(set, keys)) });
  }
  const run = Run.parse(record);
  const settings = Fields.safeParse(run.settings).data;
  return isMadeHere && settings ? inOrder(record, { ...run, settings: settingsToKeys(kind, settings, keys) }) : record;
}

/** The fields of `changed` in the order they have in `record`. */
function inOrder(record: unknown, changed: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(Fields.parse(record)).map((name) => [name, changed[name]]));
}
