/** Waits for work that a studio's workers do. */
import { setTimeout as sleep } from "node:timers/promises";
import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { isWorthRepeating } from "@/server/engine/database-gone";
import { WORKER_SILENCE } from "@/server/queries/run/progress";
import { forTerminal } from "../for-terminal";

/** Where some work stands. */
export type Standing = {
  isOver: boolean;
  /** Exit status, once it is over */
  exit: number;
  /** In a few words, while it is not */
  state: string;
  /** For scripts */
  json: Record<string, unknown>;
  /** For people */
  text: string;
};

/** Between two looks: little at first, as small work is soon done, then up to a second */
const FIRST_LOOK_MS = 100;
const LOOK_MS = 1_000;
const SAY_MS = 10_000;

/**
 * Looks until it is over or `timeoutS` seconds have passed, and says on standard error how far it is. Also while the
 * database is away: work goes on once it is back. Answers what was seen last; throws upstream where nothing was.
 */
export async function untilOver(
  db: Db,
  what: string,
  look: () => Promise<Standing>,
  timeoutS = Number.POSITIVE_INFINITY,
): Promise<Standing> {
  const end = Date.now() + timeoutS * 1_000;
  let pause = FIRST_LOOK_MS;
  let saidAt = 0;
  let last: Standing | null = null;
  const say = (text: string) => {
    console.error(forTerminal(`${what}: ${text}`));
    saidAt = Date.now();
  };
  for (;;) {
    const isDue = Date.now() - saidAt > SAY_MS;
    try {
      last = await look();
      if (last.isOver) return last;
      if (isDue) say(`${last.state}${(await isAnyoneWorking(db)) ? "" : "; no worker is running: start the studio"}`);
    } catch (error) {
      if (!isWorthRepeating(error)) throw error;
      if (isDue) say("the database does not answer. It is asked again.");
    }
    const left = end - Date.now();
    if (left <= 0 && last) return last;
    if (left <= 0) throw new StudioError("upstream", `${what}: the database did not answer in time.`);
    await sleep(Math.min(pause, left));
    pause = Math.min(2 * pause, LOOK_MS);
  }
}

async function isAnyoneWorking(db: Db): Promise<boolean> {
  const { rows } = await db.pool.query(
    `SELECT EXISTS (SELECT 1 FROM worker WHERE heartbeat_at > now() - interval '${WORKER_SILENCE}') AS alive`,
  );
  return rows[0]?.alive === true;
}
