/**
 * Verdicts and outcomes on their way in: staged while the file is read, merged into judging and labelling runs at its
 * end, because a later line may hold a newer label of the same trajectory.
 */
import type { RecordOf } from "@/domain/studio-record";
import type { Verdict } from "@/domain/verdict";
import { JUDGMENT_COLUMNS, judgmentRow } from "@/server/services/judging/judgment-row";
import { copyRows, plainText } from "./copy";
import type { Load, Origin } from "./load";

export const STAGING_TABLES = `
  CREATE TEMP TABLE staged_judgment (seq int, run int, trajectory_id int, judged_at timestamptz, line int,
    reasonable varbit, neutral varbit, unreasonable varbit, process smallint, first_unreasonable smallint,
    score_min smallint, score_sum int, score_count smallint, content_hash bytea) ON COMMIT DROP;
  CREATE TEMP TABLE staged_verdict (seq int, idx smallint, rating smallint, score smallint, rationale text, raw text)
    ON COMMIT DROP;
  CREATE TEMP TABLE staged_outcome (seq int, run int, trajectory_id int, labelled_at timestamptz, line int,
    correct boolean, value float8, reason text) ON COMMIT DROP;`;

export type JudgingRunRecord = RecordOf<"judging-run">;
export type LabellingRunRecord = RecordOf<"labelling-run">;

export type StagedVerdicts = {
  run: string;
  version?: number | null;
  judgedAt?: string | null;
  steps: Verdict[];
  trajectoryId: number;
  numSteps: number;
  origin: Origin;
};
export type StagedOutcome = {
  run: string;
  version?: number | null;
  correct: boolean;
  value?: number | null;
  reason?: string | null;
  labelledAt?: string | null;
  trajectoryId: number;
  origin: Origin;
};

/** The judging or labelling runs a file declares, numbered as the staging tables name them. */
export class DeclaredRuns<R extends { key: string; version?: number | null }> {
  readonly records: R[] = [];
  private readonly numbers = new Map<string, number>();

  declare(record: R): void {
    const name = runName(record.key, record.version);
    if (this.numbers.has(name)) return;
    this.numbers.set(name, this.records.length);
    this.records.push(record);
  }

  number(key: string, version: number | null | undefined): number | undefined {
    return this.numbers.get(runName(key, version));
  }
}

const runName = (key: string, version: number | null | undefined) => `${version ?? ""}\n${key}`;

export class LabelStaging {
  readonly judgingRuns = new DeclaredRuns<JudgingRunRecord>();
  readonly labellingRuns = new DeclaredRuns<LabellingRunRecord>();
  private seq = 0;

  constructor(private readonly load: Load) {}

  /** Stages a batch of verdicts; what does not fit its trajectory or names an undeclared run is put aside. */
  async stageVerdicts(items: StagedVerdicts[]): Promise<void> {
    const judgments: Parameters<typeof copyRows>[3] extends Iterable<infer Row> ? Row[] : never = [];
    const verdicts: typeof judgments = [];
    for (const item of items) {
      const run = this.judgingRuns.number(item.run, item.version);
      if (run === undefined) {
        this.reject(item.origin, `the judging run "${item.run}" is not declared in the file`);
        continue;
      }
      const summary = summarise(item);
      if (typeof summary === "string") {
        this.reject(item.origin, summary);
        continue;
      }
      const seq = this.seq++;
      judgments.push([seq, run, item.trajectoryId, item.judgedAt, item.origin.line, ...summary.values]);
      for (const row of summary.verdicts) verdicts.push([seq, ...row]);
    }
    const judgmentColumns = ["seq", "run", "trajectory_id", "judged_at", "line", ...JUDGMENT_COLUMNS];
    await copyRows(this.load.client, "staged_judgment", judgmentColumns, judgments);
    const columns = ["seq", "idx", "rating", "score", "rationale", "raw"];
    await copyRows(this.load.client, "staged_verdict", columns, verdicts);
  }

  async stageOutcomes(items: StagedOutcome[]): Promise<void> {
    const rows = items.flatMap((item) => {
      const run = this.labellingRuns.number(item.run, item.version);
      if (run !== undefined)
        // biome-ignore format: one line a group of columns reads better
        return [[this.seq++, run, item.trajectoryId, item.labelledAt, item.origin.line,
          item.correct, item.value, plainText(item.reason)]];
      this.reject(item.origin, `the labelling run "${item.run}" is not declared in the file`);
      return [];
    });
    const columns = ["seq", "run", "trajectory_id", "labelled_at", "line", "correct", "value", "reason"];
    await copyRows(this.load.client, "staged_outcome", columns, rows);
  }

  /** Labels that stand beside their trajectory are put aside without it. */
  private reject(origin: Origin, reason: string): void {
    const isBesideTrajectory = "records" in origin && origin.records.some((record) => record.type === "trajectory");
    this.load.reject(origin, isBesideTrajectory ? `${reason} (its trajectory was kept)` : reason);
  }
}

function summarise(item: StagedVerdicts) {
  try {
    return judgmentRow(item.steps, item.numSteps);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
