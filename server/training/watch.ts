/** Watches one attempt of a training run until it has ended, or another worker has the run. */
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import type { TrainingEvent } from "@/domain/training/events";
import type { JobSpec, JobState, OpenTrainingEngine, TrainingEngine } from "@/server/adapters/training/engine";
import { isWorthRepeating } from "@/server/engine/database-gone";
import { removeTrainingData } from "@/server/services/training/data-files";
import { finishTraining } from "./finish";
import { ingest, LeaseLost } from "./ingest";
import { type Sink, takeOutput } from "./output";
import { eventsFile, eventsFrom, takeFromJob } from "./recover";
import { decide } from "./state";
import { troubleText } from "./trouble";
import { keepLog, readEnding, readWatched, tellState, type WatchedRun } from "./watched-run";

export type WatchTools = {
  pool: pg.Pool;
  /** The worker's own id */
  watcher: string;
  open: OpenTrainingEngine;
  /** The trainer's files for a job's package */
  trainerFiles: () => Promise<JobSpec["files"]>;
};

const LOOK_MS = 1_000;
/** How long a job must be unknown before it counts as forgotten: an engine that starts may not know its jobs yet. */
const FORGOTTEN_MS = 3_000;
/** The same while nobody answers where it was launched: that may be away for a moment, or for good. */
const MOVED_MS = 30_000;
const STOP_AGAIN_MS = 5_000;
/** What the rest of an ended job's output may take to come */
const DRAIN_MS = 30_000;
const READ_AGAIN_MS = 5_000;

/** Where a run's job is, and the run with the settings that it is reached by. `isSure`: every address was asked. */
type Located = { run: WatchedRun; engine: TrainingEngine; job: JobState | null; isSure: boolean };

export class Watch {
  readonly #tools: WatchTools;
  readonly #runId: number;
  readonly #signal: AbortSignal;
  #attempt: number | null = null;
  #unknownSince: number | null = null;
  #stoppedAt: number | null = null;
  #log = "";
  #reading: Promise<boolean> | null = null;
  /** When the output came to its end */
  #readAt: number | null = null;

  constructor(tools: WatchTools, runId: number, signal: AbortSignal) {
    this.#tools = tools;
    this.#runId = runId;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const { pool, watcher } = this.#tools;
    while (!this.#signal.aborted) {
      try {
        const run = await readWatched(pool, watcher, this.#runId);
        if (run === null || (this.#attempt !== null && run.attempt !== this.#attempt)) return;
        this.#attempt = run.attempt;
        if (await this.#look(run)) return;
      } catch (error) {
        if (this.#signal.aborted || error instanceof LeaseLost) return;
        if (!isWorthRepeating(error)) console.error(`Training run ${this.#runId}:`, error);
      }
      await pause(LOOK_MS, this.#signal);
    }
  }

  /** Answers whether it is over. */
  async #look(watched: WatchedRun): Promise<boolean> {
    const { pool, watcher } = this.#tools;
    let located: Located;
    try {
      located = await this.#locate(watched);
      if (watched.status === "stopping") await this.#stop(located);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      const message = troubleText(watched.message, error.message, new Date());
      if (message !== watched.message) await tellState(pool, watcher, watched, { status: watched.status, message });
      return false;
    }
    const { run, engine, job, isSure } = located;
    if (job !== null) this.#unknownSince = null;
    if (job?.status === "pending" || job?.status === "running") {
      if (job.status === "running") this.#readOn(engine, run);
      const told = decide(await this.#facts(run, job));
      if (told.status !== run.status || told.message !== run.message || told.status !== run.attemptStatus)
        await tellState(pool, watcher, run, told, job.startedAt);
      return false;
    }
    const isSubmitted = run.attemptStatus !== "launching";
    if (job === null && isSubmitted && !this.#isForgotten(isSure)) return false;
    await this.#end(engine, run, job);
    return true;
  }

  async #stop({ run, engine, job }: Located): Promise<void> {
    if (job?.status !== "pending" && job?.status !== "running") return;
    if (this.#stoppedAt !== null && performance.now() - this.#stoppedAt < STOP_AGAIN_MS) return;
    await engine.stop(run.jobId);
    this.#stoppedAt = performance.now();
  }

  /** An engine that has moved takes its jobs along; one whose form now names another cluster leaves them behind. */
  async #locate(run: WatchedRun): Promise<Located> {
    const { open } = this.#tools;
    let isSure = true;
    if (run.launchedWith !== null) {
      try {
        const engine = open(run.launchedWith);
        const job = await engine.find(run.jobId);
        if (job !== null) return { run: { ...run, engine: run.launchedWith }, engine, job, isSure };
      } catch (error) {
        if (!(error instanceof StudioError)) throw error;
        isSure = false;
      }
    }
    const engine = open(run.engine);
    return { run, engine, job: await engine.find(run.jobId), isSure };
  }

  #isForgotten(isSure: boolean): boolean {
    this.#unknownSince ??= performance.now();
    return performance.now() - this.#unknownSince > (isSure ? FORGOTTEN_MS : MOVED_MS);
  }

  /** Takes what is left of the output, then writes down how it ended. */
  async #end(engine: TrainingEngine, run: WatchedRun, job: JobState | null): Promise<void> {
    const { pool, watcher } = this.#tools;
    if (run.attemptStatus !== "launching") {
      const isWhole = job !== null && (await within(DRAIN_MS, this.#read(engine, run)));
      const ending = await readEnding(pool, run, job);
      if (!isWhole || ending === null) await this.#recover(engine, run, isWhole);
    }
    this.#signal.throwIfAborted();
    const decision = decide(await this.#facts(run, job));
    await finishTraining(pool, watcher, run, decision, job);
    const { sharedFolder } = run.engine;
    // Every other end may be resumed.
    if (decision.status === "done" && sharedFolder !== null) await removeTrainingData(sharedFolder, run.key);
  }

  async #facts(run: WatchedRun, job: JobState | null): Promise<Parameters<typeof decide>[0]> {
    const isOpen = job?.status === "pending" || job?.status === "running";
    return {
      job,
      ending: isOpen ? null : await readEnding(this.#tools.pool, run, job),
      isStopWished: run.status === "stopping",
      isSubmitted: run.attemptStatus !== "launching",
      hasCheckpoint: run.hasCheckpoint,
      log: this.#log,
    };
  }

  /** An output that ended before its job did was cut: it is read again. */
  #readOn(engine: TrainingEngine, run: WatchedRun): void {
    if (this.#readAt !== null && performance.now() - this.#readAt > READ_AGAIN_MS) this.#reading = null;
    void this.#read(engine, run);
  }

  /** Reads the output unless that is under way; resolves with whether it was read to its end. */
  #read(engine: TrainingEngine, run: WatchedRun): Promise<boolean> {
    if (this.#reading !== null) return this.#reading;
    this.#readAt = null;
    this.#reading = takeOutput(engine.follow(run.jobId, this.#signal), this.#sink(run), this.#signal).then(
      (log) => {
        this.#log = log.text;
        this.#readAt = performance.now();
        return !this.#signal.aborted;
      },
      (error: unknown) => {
        // It is read again from its beginning: what was taken over is known.
        this.#reading = null;
        if (!(error instanceof StudioError || this.#signal.aborted || error instanceof LeaseLost))
          console.error(`The output of training run ${run.id}:`, error);
        return false;
      },
    );
    return this.#reading;
  }

  #sink(run: WatchedRun): Sink {
    const { pool, watcher } = this.#tools;
    return {
      take: (events) => this.#take(run, events),
      keepLog: async (text, unreadable) => {
        this.#log = text;
        await keepLog(pool, watcher, run, text, unreadableText(unreadable));
      },
    };
  }

  /** Where lines are missing from the output, the events' file has them, if it is to be had. */
  async #take(run: WatchedRun, events: readonly TrainingEvent[]): Promise<void> {
    const { pool, watcher } = this.#tools;
    const { hasGap } = await ingest(pool, events, { runId: run.id, watcher, skipsGaps: false });
    if (!hasGap) return;
    await this.#takeFile(run, events.at(-1)?.seq);
    await ingest(pool, events, { runId: run.id, watcher, skipsGaps: true });
  }

  async #takeFile(run: WatchedRun, to = Number.POSITIVE_INFINITY): Promise<void> {
    const { pool, watcher } = this.#tools;
    const path = eventsFile(run);
    if (path === null) return;
    for await (const events of eventsFrom(path, run.nextSeq)) {
      const wanted = events.filter(({ seq }) => seq <= to);
      await ingest(pool, wanted, { runId: run.id, watcher, skipsGaps: true });
      if (wanted.length < events.length) return;
    }
  }

  /** The engine no longer has the output, or it did not say how it ended. */
  async #recover(engine: TrainingEngine, run: WatchedRun, isWhole: boolean): Promise<void> {
    if (run.engine.sharedFolder !== null) return this.#takeFile(run);
    if (isWhole) return;
    const sink: Sink = { take: (events) => this.#take(run, events), keepLog: async () => {} };
    try {
      await takeFromJob(engine, run, await this.#tools.trainerFiles(), sink, this.#signal);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      console.warn(`The events of training run ${run.id} could not be read on the cluster: ${error.message}`);
    }
  }
}

const unreadableText = (count: number): string | null =>
  count === 0
    ? null
    : `${count === 1 ? "One line" : `${count} lines`} of its output could not be read; the log has ${count === 1 ? "it" : "them"}.`;

async function within(milliseconds: number, work: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
