/** Where runs stand, as it changes: one reader for all the pages that watch through this process. */
import { EventEmitter, once } from "node:events";
import type pg from "pg";
import type { RunProgress } from "@/domain/run";
import { readCurrentProgress } from "@/server/queries/run/progress";

const CHANNEL = "swirl_run";
const EVERY_MS = 1_000;
/** Several runs that change at once are read together. */
const LEAST_MS = 100;

export type ProgressFeed = {
  /** The whole list at first and after every change, until the signal or an error of the database. */
  watch(signal?: AbortSignal): AsyncGenerator<RunProgress[], void>;
  /** How many watch */
  readonly size: number;
};

export function createProgressFeed(pool: pg.Pool, everyMs = EVERY_MS): ProgressFeed {
  const news = new EventEmitter();
  news.setMaxListeners(0);
  let size = 0;
  let bell: Bell | null = null;
  let latest: { text: string; runs: RunProgress[] } | null = null;

  async function readWhileWatched(bell: Bell) {
    while (!bell.isClosed) {
      const pause = bell.pause(everyMs);
      try {
        const runs = await readCurrentProgress(pool);
        const text = JSON.stringify(runs);
        if (!bell.isClosed && text !== latest?.text) {
          latest = { text, runs };
          news.emit("change");
        }
      } catch (error) {
        // Nobody may be waiting at this very moment; an error event without a listener would end the process.
        if (news.listenerCount("error") > 0) news.emit("error", error);
      }
      await pause;
    }
  }

  async function* watch(signal?: AbortSignal) {
    let seen: string | null = null;
    size += 1;
    if (bell === null) {
      bell = openBell(pool);
      void readWhileWatched(bell);
    }
    try {
      while (!signal?.aborted) {
        if (latest !== null && latest.text !== seen) {
          seen = latest.text;
          yield latest.runs;
        } else await once(news, "change", { signal });
      }
    } finally {
      size -= 1;
      if (size === 0) {
        bell?.close();
        bell = null;
        latest = null;
      }
    }
  }

  return {
    watch,
    get size() {
      return size;
    },
  };
}

type Bell = ReturnType<typeof openBell>;

/** A clock that also strikes when PostgreSQL says that a run has begun or changed its status. */
function openBell(pool: pg.Pool) {
  let listening: pg.PoolClient | null = null;
  let isOpening = false;
  let isClosed = false;
  let ring = () => {};
  let resolveNow = () => {};

  async function listen() {
    if (listening || isOpening) return;
    isOpening = true;
    try {
      const client = await pool.connect();
      const drop = () => {
        if (listening !== client) return;
        listening = null;
        client.release(true);
      };
      listening = client;
      client.on("notification", () => ring());
      client.on("error", drop);
      client.on("end", drop);
      await client.query(`LISTEN ${CHANNEL}`);
      if (isClosed) drop();
    } catch {
      // The clock goes on without it, and the next stroke tries again.
      listening?.release(true);
      listening = null;
    } finally {
      isOpening = false;
    }
  }

  return {
    /** Resolves after this time, or earlier when told. */
    pause(ms: number): Promise<void> {
      void listen();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        resolveNow = () => {
          clearTimeout(timer);
          resolve();
        };
        ring = () => {
          clearTimeout(timer);
          setTimeout(resolve, LEAST_MS);
        };
      });
    },
    get isClosed() {
      return isClosed;
    },
    close() {
      isClosed = true;
      resolveNow();
      listening?.release(true);
      listening = null;
    },
  };
}

const feeds = new WeakMap<pg.Pool, ProgressFeed>();

/** Watches the runs of a database, through its one feed in this process. */
export function watchProgress(pool: pg.Pool, signal?: AbortSignal): AsyncGenerator<RunProgress[], void> {
  const feed = feeds.get(pool) ?? createProgressFeed(pool);
  feeds.set(pool, feed);
  return feed.watch(signal);
}
