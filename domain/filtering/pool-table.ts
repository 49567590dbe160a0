/** A pool as columns of numbers: what filters decide over, a million trajectories in some hundred megabytes. */

/** Columns of trajectories. */
export type RowColumns = {
  /** Trajectories, in ascending order of their ids */
  readonly size: number;
  readonly id: Int32Array;
  readonly question: Int32Array;
  readonly set: Int32Array;
  /** Where each trajectory's steps begin in the columns of steps; one entry more than trajectories */
  readonly offset: Int32Array;
  /** 64 bits of what is in the trajectory, two numbers each: what is drawn does not depend on ids */
  readonly content: Uint32Array;
  /** Prompt and completion tokens; NaN: not recorded */
  readonly tokens: Float64Array;
};

/** Columns of steps. */
export type ContextColumns = {
  /** Of each step: which of the pool's different contexts it has, counted from 0 in the order in which they first occur */
  readonly context: Int32Array;
  /** Of each different context: its hash */
  readonly contextHash: BigInt64Array;
  /** Of each step: tokens of its context; -1: not counted */
  readonly contextTokens: Int32Array;
  /** Where each step's tool calls begin in `tool`; one entry more than steps */
  readonly toolOffset: Int32Array;
  /** Indexes into `toolNames` */
  readonly tool: Uint16Array;
  readonly toolNames: readonly string[];
};

export type PoolTable = RowColumns & ContextColumns;

/** For what asks neither contexts nor calls. */
export const NO_CONTEXTS: ContextColumns = {
  ...{ context: new Int32Array(), contextHash: new BigInt64Array(), contextTokens: new Int32Array() },
  ...{ toolOffset: new Int32Array(), tool: new Uint16Array(), toolNames: [] },
};

/** A step without a verdict, in `rating`. */
export const NO_VERDICT = 2;
/** A step without a score, in `score`. */
export const NO_SCORE = -1;

/** What one judging run ruled on the steps of a table. */
export type JudgeColumn = {
  /** 1 reasonable, 0 neutral, -1 unreasonable, NO_VERDICT */
  readonly rating: Int8Array;
  /** 0 to 100, or NO_SCORE; null: scores were not asked for */
  readonly score: Int16Array | null;
};

/** What one labelling run says of the trajectories of a table. */
export type OutcomeColumn = {
  /** 1 correct, 0 incorrect, -1 unlabelled */
  readonly correct: Int8Array;
  /** The metric's value; NaN: none */
  readonly value: Float64Array;
};

export const stepsOf = (table: Pick<PoolTable, "offset" | "size">): number => table.offset[table.size] ?? 0;
