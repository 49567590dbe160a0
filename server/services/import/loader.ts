/** Takes what a format reads, item by item, and writes it in batches bounded by rows and bytes. */
import type { RecordOf, StudioRecordInput } from "@/domain/studio-record";
import type { ReadItem, VerdictsByMessage } from "@/server/formats/format";
import { complete } from "./complete";
import { LabelStaging } from "./labels";
import { LateStaging } from "./late";
import type { Load, Pending } from "./load";
import { stageEmbedded, stageReferring } from "./load-labels";
import { mergeLabels } from "./merge-labels";
import { addPassages, loadQuestions } from "./questions";
import { loadTrajectories } from "./trajectories";

const BATCH_RECORDS = 2_000;
const BATCH_BYTES = 16 << 20;

type Label = RecordOf<"verdicts"> | RecordOf<"outcome"> | VerdictsByMessage;

export class Loader {
  private readonly staging: LabelStaging;
  private readonly late: LateStaging;
  private passages: Pending<RecordOf<"passage">>[] = [];
  private questions: Pending<RecordOf<"question">>[] = [];
  private trajectories: Pending<RecordOf<"trajectory">>[] = [];
  private labels: Pending<Label>[] = [];
  private bytes = 0;

  constructor(private readonly load: Load) {
    this.staging = new LabelStaging(load);
    this.late = new LateStaging(load);
  }

  async add(item: Extract<ReadItem, { records: unknown }>): Promise<void> {
    for (const record of item.records) await this.addRecord(record, item);
    this.bytes += item.raw().length + (item.grown ?? 0);
    const waiting = this.passages.length + this.questions.length + this.trajectories.length + this.labels.length;
    if (waiting >= BATCH_RECORDS || this.bytes >= BATCH_BYTES) await this.flush();
  }

  /** Writes what waits and merges the labels, then loads what rests on them; nothing may be added afterwards. */
  async finish(): Promise<void> {
    await this.flush();
    await mergeLabels(this.load, this.staging);
    await this.late.load();
  }

  private async addRecord(input: StudioRecordInput | VerdictsByMessage, origin: ReadItem): Promise<void> {
    const record = complete(input);
    const { references } = this.load;
    switch (record.type) {
      case "swirl-studio":
        return;
      case "corpus":
        await references.addCorpus(record);
        return;
      case "question-set":
        await references.addQuestionSet(record);
        return;
      case "model":
        this.refuse(origin, await references.models.add(record));
        return;
      case "rollout-run":
        this.refuse(origin, await references.addRolloutRun(record));
        return;
      case "judging-run":
        this.staging.judgingRuns.declare(record);
        return;
      case "labelling-run":
        this.staging.labellingRuns.declare(record);
        return;
      case "passage":
        this.passages.push({ record, origin });
        return;
      case "question":
        this.questions.push({ record, origin });
        return;
      case "trajectory":
        this.trajectories.push({ record, origin });
        return;
      case "verdicts":
      case "outcome":
      case "verdicts-by-message":
        this.labels.push({ record, origin });
        return;
      case "training-run":
      case "training-context":
      case "eval-matrix":
        await this.late.stage(record, origin);
        return;
    }
  }

  private refuse(origin: ReadItem, reason: string | null): void {
    if (reason !== null) this.load.reject(origin, reason);
  }

  private async flush(): Promise<void> {
    await this.flushPassages(this.passages);
    await loadQuestions(this.load, this.questions);
    await stageEmbedded(this.staging, await loadTrajectories(this.load, this.trajectories));
    await stageReferring(this.load, this.staging, this.labels);
    this.passages = [];
    this.questions = [];
    this.trajectories = [];
    this.labels = [];
    this.bytes = 0;
  }

  private async flushPassages(pending: Pending<RecordOf<"passage">>[]): Promise<void> {
    const items: { corpusId: number; passage: { title: string; text: string } }[] = [];
    for (const { record, origin } of pending) {
      const corpusId = await this.load.references.corpus(record.corpus);
      if (corpusId === null) this.load.reject(origin, `the corpus "${record.corpus}" is not in the file or the studio`);
      else items.push({ corpusId, passage: record });
    }
    await addPassages(this.load, items);
  }
}
