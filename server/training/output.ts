/** Follows a job's output: events go to the database in batches, the rest to the log's end. Its memory is bounded. */
import type { TrainingEvent } from "@/domain/training/events";
import { isWorthRepeating } from "@/server/engine/database-gone";
import { LeaseLost } from "./ingest";
import { LogTail } from "./log-tail";
import { readLine } from "./read-line";

const MOST_EVENTS = 200;
const MOST_CHARACTERS = 1_000_000;
/** What an event waits for company */
const SOON_MS = 200;
const AGAIN_MS = 1_000;

export type Sink = {
  /** Takes events over; repeats do no harm */
  take(events: readonly TrainingEvent[]): Promise<void>;
  /** The end of the log so far, and how many events could not be read */
  keepLog(text: string, unreadable: number): Promise<void>;
};

/** Reads all of an output, once. Throws what the source or the sink throws, but waits for a database that is away. */
export async function takeOutput(lines: AsyncIterable<string>, sink: Sink, signal: AbortSignal): Promise<LogTail> {
  const log = new LogTail();
  let unreadable = 0;
  let isLogNew = false;
  let batch: TrainingEvent[] = [];
  let size = 0;
  let flushing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let failure: { error: unknown } | null = null;

  async function flushNow() {
    const events = batch;
    batch = [];
    size = 0;
    if (events.length > 0) await takeAll(events);
    if (!isLogNew) return;
    isLogNew = false;
    await persist(() => sink.keepLog(log.text, unreadable), signal);
  }

  /** One that the database refuses must not hold up the others. */
  async function takeAll(events: readonly TrainingEvent[]) {
    try {
      await persist(() => sink.take(events), signal);
    } catch (error) {
      const [only] = events;
      if (error instanceof LeaseLost || signal.aborted || !only) throw error;
      if (events.length > 1) for (const event of events) await takeAll([event]);
      else {
        unreadable++;
        isLogNew = true;
        log.push(`The studio could not keep line ${only.seq} (${only.event}): ${String(error)}`);
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    flushing = flushing.then(flushNow).catch((error: unknown) => {
      failure ??= { error };
    });
    return flushing;
  }

  try {
    for await (const line of lines) {
      const read = readLine(line);
      if (read.kind === "event") {
        batch.push(read.event);
        size += line.length;
      } else {
        if (read.kind === "unreadable") unreadable++;
        log.push(read.text);
        isLogNew = true;
      }
      if (batch.length >= MOST_EVENTS || size >= MOST_CHARACTERS) await flush();
      else timer ??= setTimeout(flush, SOON_MS);
      if (failure !== null || signal.aborted) break;
    }
  } finally {
    await flush();
  }
  if (failure !== null) throw (failure as { error: unknown }).error;
  return log;
}

/** Tries until the database is back. */
async function persist(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isWorthRepeating(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
