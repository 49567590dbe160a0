/** What the studio asks of a training engine, in the studio's words. One adapter a kind of engine. */
import type { EngineReport, TrainingEngineSettings, TrainingResources } from "@/domain/training/engine";

export type JobSpec = {
  /** Chosen by the studio; submitting a job whose id the engine knows does nothing */
  id: string;
  /** Program and arguments, run in the unpacked package */
  command: readonly string[];
  /** Files of the package by their path in it: text, bytes, or a file on this machine */
  files: ReadonlyMap<string, string | Buffer | { file: string }>;
  resources: TrainingResources;
  /** Shown by the engine beside the job; no secrets */
  metadata: Readonly<Record<string, string>>;
};

export type JobState = {
  status: "pending" | "running" | "stopped" | "failed" | "succeeded";
  /** What the engine says about how it ended, for people */
  message: string | null;
  exitCode: number | null;
  startedAt: Date | null;
  endedAt: Date | null;
};

export interface TrainingEngine {
  /** Throws StudioError "upstream" with what to do. */
  test(): Promise<EngineReport>;
  /** null where the engine knows no job of this id. Throws StudioError "upstream" where it cannot be asked. */
  find(jobId: string): Promise<JobState | null>;
  /** Brings the package there and submits, unless a job of this id is known already. */
  submit(job: JobSpec): Promise<void>;
  /** Asks a job to end; a pending one may go on being pending for a while. */
  stop(jobId: string): Promise<void>;
  /** The job's output from its beginning, line by line, as it is written; ends with the job. */
  follow(jobId: string, signal: AbortSignal): AsyncIterable<string>;
}

export type OpenTrainingEngine = (settings: TrainingEngineSettings) => TrainingEngine;
