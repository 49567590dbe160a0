/** What a training run's folder and jobs are called. */
import type { TrainingEngineSettings } from "@/domain/training/engine";

/** On the cluster. */
export const runFolder = ({ storage }: Pick<TrainingEngineSettings, "storage">, key: string) =>
  `${storage}/runs/${key}`;
export const jobIdOf = (key: string, attempt: number) => `swirl-${key}-${attempt}`;
