/** The kinds of run that a worker can carry out. */
import type { Executor } from "./executor";

export const executors: readonly Executor[] = [];
