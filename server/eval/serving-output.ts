/** What a serving job has written so far: its last lines, and where its server is. */
import { StudioError } from "@/domain/errors";
import { readLeaseLine, readServingLine, type ServingLine } from "@/domain/eval/serving";
import type { TrainingEngine } from "@/server/adapters/training/engine";

const KEPT_LINES = 60;
const LONGEST_LINE = 1_000;
const END_MS = 5_000;

export class ServingOutput {
  said: ServingLine["serving"] | null = null;
  /** Known before the model is loaded */
  leaseUrl: string | null = null;
  /** Why it is read no more */
  error: StudioError | null = null;
  readonly #lines: string[] = [];
  readonly #controller = new AbortController();
  readonly #end: Promise<void>;

  constructor(engine: TrainingEngine, jobId: string) {
    this.#end = this.#read(engine, jobId);
  }

  get log(): string {
    return this.#lines.join("\n");
  }

  close(): void {
    this.#controller.abort();
  }

  /** Resolves once the rest of an ended job's output was read, or after a while. */
  async untilEnd(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, END_MS);
    });
    await Promise.race([this.#end, late]).finally(() => clearTimeout(timer));
  }

  async #read(engine: TrainingEngine, jobId: string): Promise<void> {
    try {
      for await (const line of engine.follow(jobId, this.#controller.signal)) {
        this.leaseUrl ??= readLeaseLine(line)?.lease_url ?? null;
        this.said ??= readServingLine(line);
        this.#lines.push(line.slice(0, LONGEST_LINE).replaceAll("\0", " "));
        if (this.#lines.length > KEPT_LINES) this.#lines.shift();
      }
    } catch (error) {
      if (this.#controller.signal.aborted) return;
      this.error =
        error instanceof StudioError ? error : new StudioError("upstream", "The job's output cannot be read.");
      if (!(error instanceof StudioError)) console.error(`The output of ${jobId}:`, error);
    }
  }
}
