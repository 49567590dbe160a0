/** The kinds of run that a worker can carry out. */
import type { Executor } from "./executor";
import { judgingExecutor } from "./judging/executor";
import { labellingExecutor } from "./labelling/executor";
import { rolloutExecutor } from "./rollout/executor";

export const executors: readonly Executor[] = [rolloutExecutor, judgingExecutor, labellingExecutor];
