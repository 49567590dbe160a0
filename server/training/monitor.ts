/**
 * Follows the open training runs: every worker has a monitor, each run one watcher. What a job writes is taken over
 * exactly once (ingest.ts), whoever watches and however often it is read again.
 */
import { randomUUID } from "node:crypto";
import type { JobSpec, OpenTrainingEngine } from "@/server/adapters/training/engine";
import { connect, type Db } from "@/server/db";
import { isWorthRepeating } from "@/server/engine/database-gone";
import { claimRuns, releaseRuns, renewRuns } from "./leases";
import { Watch } from "./watch";

const CLAIM_MS = 1_000;
const RENEW_MS = 2_500;
/** Runs that one worker watches at once; the others of a busy studio wait for their turn */
const MOST = 50;
const FAREWELL_MS = 3_000;

export type MonitorOptions = { open: OpenTrainingEngine; trainerFiles: () => Promise<JobSpec["files"]> };

export class TrainingMonitor {
  readonly #watcher = randomUUID();
  readonly #db: Db;
  readonly #options: MonitorOptions;
  readonly #watches = new Map<number, { controller: AbortController; done: Promise<void> }>();
  readonly #timers: NodeJS.Timeout[] = [];
  #isBusy = false;
  #isStopping = false;

  constructor(url: string, options: MonitorOptions) {
    this.#db = connect(url, { max: 6 });
    this.#options = options;
  }

  start(): void {
    this.#timers.push(
      setInterval(() => this.#claim(), CLAIM_MS),
      setInterval(() => this.#renew(), RENEW_MS),
    );
    void this.#claim();
  }

  /** Lets go of every run, for another worker to take. */
  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    const watches = [...this.#watches];
    for (const [, { controller }] of watches) controller.abort();
    await within(FAREWELL_MS, Promise.allSettled(watches.map(([, { done }]) => done)));
    const ids = watches.map(([id]) => id);
    await within(
      FAREWELL_MS,
      releaseRuns(this.#db.pool, this.#watcher, ids).catch(() => {}),
    );
    await within(FAREWELL_MS, this.#db.close());
  }

  async #claim(): Promise<void> {
    if (this.#isBusy || this.#isStopping) return;
    this.#isBusy = true;
    await this.#tell(async () => {
      const free = MOST - this.#watches.size;
      if (free <= 0) return;
      for (const id of await claimRuns(this.#db.pool, this.#watcher, free)) this.#watch(id);
    });
    this.#isBusy = false;
  }

  #watch(id: number): void {
    if (this.#watches.has(id) || this.#isStopping) return;
    const controller = new AbortController();
    const tools = { pool: this.#db.pool, watcher: this.#watcher, ...this.#options };
    const done = new Watch(tools, id, controller.signal)
      .run()
      .catch((error: unknown) => console.error(`Training run ${id}:`, error))
      .finally(() => {
        controller.abort();
        this.#watches.delete(id);
      });
    this.#watches.set(id, { controller, done });
  }

  async #renew(): Promise<void> {
    const ids = [...this.#watches.keys()];
    if (ids.length === 0) return;
    await this.#tell(async () => {
      const own = await renewRuns(this.#db.pool, this.#watcher, ids);
      for (const id of ids) if (!own.has(id)) this.#watches.get(id)?.controller.abort();
    });
  }

  async #tell(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isWorthRepeating(error)) console.error("The training monitor:", error);
    }
  }
}

const within = (milliseconds: number, work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds).unref())]);
