/** Asks for new trajectories to be made searchable, at most every few seconds. */
import type pg from "pg";
import { indexSearch } from "@/server/jobs/definitions";
import { enqueue } from "@/server/jobs/enqueue";

const INDEX_MS = 5_000;

export class IndexSoon {
  #timer: NodeJS.Timeout | undefined;
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  ask(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // The queue looks for such work every minute, too.
      enqueue(this.#pool, indexSearch, {}).catch(() => {});
    }, INDEX_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
