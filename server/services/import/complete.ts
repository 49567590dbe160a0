import type { RecordOf, StudioRecord, StudioRecordInput } from "@/domain/studio-record";
import type { VerdictsByMessage } from "@/server/formats/format";

/**
 * Fills in the defaults of a record that a format has checked. Parsing it again would cost more than loading it, and
 * would reorder the fields of messages, which are kept as they were written.
 */
export function complete(record: StudioRecordInput | VerdictsByMessage): StudioRecord | VerdictsByMessage {
  switch (record.type) {
    case "question-set":
    case "model":
      return { ...record, isSample: record.isSample ?? false };
    case "question":
      return {
        ...record,
        metadata: record.metadata ?? {},
        passages: record.passages?.map((passage) => ({ ...passage, supporting: passage.supporting ?? false })),
      };
    case "rollout-run":
      return {
        ...record,
        purpose: record.purpose ?? "generate",
        isSample: record.isSample ?? false,
        settings: record.settings ?? {},
      };
    case "judging-run":
    case "labelling-run":
      return { ...record, isSample: record.isSample ?? false, settings: record.settings ?? {} } as
        | RecordOf<"judging-run">
        | RecordOf<"labelling-run">;
    case "trajectory":
      return {
        ...record,
        metadata: record.metadata ?? {},
        verdicts: record.verdicts ?? [],
        outcomes: record.outcomes ?? [],
      };
    case "training-run":
      return {
        ...record,
        isSample: record.isSample ?? false,
        attempts: record.attempts.map((attempt) => ({ ...attempt, log: attempt.log ?? "" })),
        metrics: record.metrics ?? [],
        checkpoints: record.checkpoints ?? [],
        events: record.events ?? [],
        results: record.results ?? [],
      } as RecordOf<"training-run">;
    case "eval-matrix":
      return { ...record, isSample: record.isSample ?? false };
    default:
      return record;
  }
}
