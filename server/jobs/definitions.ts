/** The queue's jobs: names and payload shapes. Handlers are the worker's business; whoever enqueues needs only these. */
import { z } from "zod";

export type Job<Payload extends z.ZodType = z.ZodType> = { name: string; payload: Payload };

const defineJob = <Payload extends z.ZodType>(name: string, payload: Payload): Job<Payload> => ({ name, payload });

/** Makes the actions of newly imported trajectories searchable. */
export const indexSearch = defineJob("index-search", z.object({}));

/** Makes newly imported passages known to the search tool. */
export const indexPassages = defineJob("index-passages", z.object({}));

/** Marks imports and exports whose process is gone as failed. */
export const sweepInterrupted = defineJob("sweep-interrupted", z.object({}));

/** Freezes the training sets that were asked for. */
export const freezeTrainingSets = defineJob("freeze-training-sets", z.object({}));

/** Brings the newest attempt of a training run to its engine. */
export const submitTraining = defineJob("submit-training", z.object({ runId: z.int() }));

/** Puts launches that nobody works on in the queue again. */
export const sweepLaunches = defineJob("sweep-launches", z.object({}));
