/**
 * Carries out runs: leases their chunks, performs their pieces within the slots of their endpoints, commits what comes
 * of them, and lets go at once when it is told to. See docs/engine.md.
 */

import type pg from "pg";
import { StudioError } from "@/domain/errors";
import type { RunRef } from "@/domain/run";
import { connect, type Db } from "@/server/db";
import { pauseRun } from "@/server/services/run/pause";
import { tellTrouble } from "@/server/services/run/tell";
import { balance } from "./balance";
import { now, sleep } from "./clock";
import { isDatabaseGone, isDiskFull } from "./database-gone";
import { EndpointLane } from "./endpoint-lane";
import type { Executor } from "./executor";
import { IndexSoon } from "./index-soon";
import { Lane } from "./lane";
import { finishRun, type RunningRow, readRunning } from "./leases";
import { Life, sweepWorkers } from "./life";
import { Listener } from "./listen";
import { ownPool } from "./own-pool";
import { keyOf, type Piece, RunWork } from "./run-work";
import { Troubles } from "./troubles";

const POLL_MS = 1_000;
const BEAT_MS = 2_500;
const WATCH_MS = 250;
const SWEEP_MS = 5_000;
/** What a piece waits that the database's absence interrupted */
const AGAIN_MS = 1_000;
/** What results may take to be written once the worker was asked to stop */
const FAREWELL_MS = 1_000;

export class Engine {
  readonly #life = new Life();
  readonly #db: Db;
  readonly #own: pg.Pool;
  readonly #listener: Listener;
  readonly #executors: readonly Executor[];
  readonly #lanes = new Map<number | null, Lane>();
  readonly #runs = new Map<string, RunWork>();
  readonly #opening = new Set<string>();
  /** Runs to be paused, with why: tried until the database knows */
  readonly #pausing = new Map<string, { ref: RunRef; message: string }>();
  readonly #held = new Set<number>();
  readonly #indexSoon: IndexSoon;
  readonly #timers: NodeJS.Timeout[] = [];
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  #isBeating = false;
  #isStopping = false;

  constructor(url: string, executors: readonly Executor[]) {
    this.#db = connect(url, { max: 8 });
    this.#own = ownPool(url);
    this.#indexSoon = new IndexSoon(this.#own);
    this.#executors = executors;
    this.#listener = new Listener(url, () => this.#look());
  }

  async start(): Promise<void> {
    await sweepWorkers(this.#own);
    await this.#life.beat(this.#own, this.#held);
    await this.#listener.open();
    this.#timers.push(
      setInterval(() => this.#look(), POLL_MS),
      setInterval(() => this.#beat(), BEAT_MS),
      setInterval(() => this.#watch(), WATCH_MS),
      setInterval(() => this.#tell(sweepWorkers(this.#own)), SWEEP_MS),
    );
    this.#look();
  }

  /** Ends what is under way, commits what is done, and gives chunks and slots back. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#indexSoon.stop();
    await this.#listener.close();
    const runs = [...this.#runs.values()];
    await Promise.race([Promise.allSettled(runs.map((run) => run.windDown())), sleep(FAREWELL_MS)]);
    await Promise.race([
      Promise.allSettled(runs.map((run) => run.stop())).then(() => this.#life.end(this.#own).catch(() => {})),
      sleep(FAREWELL_MS),
    ]);
    for (const lane of this.#lanes.values()) if (lane instanceof EndpointLane) lane.gate.close();
    await Promise.race([Promise.allSettled([this.#own.end(), this.#db.close()]), sleep(FAREWELL_MS)]);
  }

  /** Looks at what is to be done; once more where it is asked to while it looks. */
  #look(): void {
    if (this.#isStopping) return;
    this.#lookAgain = true;
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = null;
    });
  }

  async #lookNow(): Promise<void> {
    while (this.#lookAgain && !this.#isStopping) {
      this.#lookAgain = false;
      try {
        for (const [key, { ref, message }] of this.#pausing) {
          if (await pauseRun(this.#own, ref, message)) console.warn(`Paused ${ref.kind} run ${ref.runId}: ${message}`);
          this.#pausing.delete(key);
        }
        await this.#follow(await readRunning(this.#own));
      } catch (error) {
        if (!isDatabaseGone(error)) console.error("The engine:", error);
      }
    }
  }

  async #follow(rows: readonly RunningRow[]): Promise<void> {
    const running = new Map(rows.map((row) => [keyOf(row), row]));
    for (const [key, run] of this.#runs) if (!running.has(key)) this.#end(run);
    for (const [key, row] of running) {
      const run = this.#runs.get(key);
      if (!row.isOpen) await finishRun(this.#own, row);
      else if (run) run.hasWork = row.hasWork;
      else if (row.hasWork) this.#open(row);
    }
    for (const lane of this.#lanes.values()) {
      if (lane instanceof EndpointLane) this.#balance(lane);
      lane.pump();
    }
  }

  async #open({ kind, runId }: RunRef): Promise<void> {
    const ref = { kind, runId };
    const key = keyOf(ref);
    const executor = this.#executors.find((one) => one.kind === kind);
    if (!executor || this.#opening.has(key) || this.#pausing.has(key)) return;
    this.#opening.add(key);
    try {
      const troubles = new Troubles((trouble) => tellTrouble(this.#own, ref, trouble));
      const open = await executor.open(this.#db, runId, (trouble) => troubles.set("tool", trouble));
      if (this.#isStopping) return;
      const run = new RunWork(ref, open, troubles, {
        pool: this.#own,
        workerId: this.#life.id,
        held: this.#held,
        losses: () => this.#listener.losses,
        onCommitted: (of, count) => this.#onCommitted(of, count),
        onStopped: (of) => this.#end(of),
        onFault: (of, error) => this.#fault(of, error),
      });
      this.#runs.set(key, run);
      const lane = this.#laneOf(run);
      lane.runs.add(run);
      lane.pump();
    } catch (error) {
      if (!isDatabaseGone(error)) this.#faulty(ref, error);
    } finally {
      this.#opening.delete(key);
    }
  }

  #laneOf(run: RunWork): Lane {
    const { endpoint } = run.open;
    const id = endpoint?.id ?? null;
    let lane = this.#lanes.get(id);
    if (!lane) {
      const host = {
        onThrown: (of: RunWork, piece: Piece, error: unknown) => this.#onThrown(of, piece, error),
        onHungry: (of: Lane) => this.#refill(of),
        isTrusted: () => this.#life.isTrusted(),
        pause: (of: RunWork, message: string) => this.#pause(of, message),
      };
      lane = endpoint ? new EndpointLane(endpoint, host) : new Lane(host);
      this.#lanes.set(id, lane);
    }
    return lane;
  }

  async #refill(lane: Lane): Promise<void> {
    if (lane.isRefilling || this.#isStopping) return;
    lane.isRefilling = true;
    try {
      for (let run = lane.nextToLease(); run && !this.#isStopping; run = lane.nextToLease()) {
        run.lastLease = now();
        try {
          await run.takeChunk();
        } catch (error) {
          run.hasWork = false;
          if (!isDatabaseGone(error)) this.#fault(run, error);
        }
        if (lane instanceof EndpointLane && lane.gate.limit < lane.wanted) this.#balance(lane);
        lane.pump();
      }
    } finally {
      lane.isRefilling = false;
    }
  }

  async #balance(lane: EndpointLane): Promise<void> {
    if (lane.isBalancing || this.#isStopping || !this.#life.isTrusted()) return;
    if (lane.wanted === 0 && !lane.hasSlots) return this.#closeIfIdle(lane);
    lane.isBalancing = true;
    await this.#tell(
      balance(this.#own, this.#life, lane).then((exists) => {
        if (!exists) for (const run of lane.runs) this.#pause(run, `The endpoint ${lane.endpoint.name} was removed.`);
      }),
    );
    lane.isBalancing = false;
  }

  /** An endpoint that nothing asks for is forgotten, with what was known of its health. */
  #closeIfIdle(lane: EndpointLane): void {
    if (lane.runs.size > 0) return;
    lane.gate.close();
    this.#lanes.delete(lane.endpoint.id);
  }

  async #beat(): Promise<void> {
    if (this.#isBeating) return;
    this.#isBeating = true;
    const then = new Set(this.#held);
    await this.#tell(
      this.#life.beat(this.#own, then).then((mine) => {
        for (const run of this.#runs.values()) run.loseAllBut(mine, then);
      }),
    );
    this.#isBeating = false;
  }

  /** Resolves in any case. That the database is away for a while is no news; anything else is told. */
  async #tell(work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => {
      if (!isDatabaseGone(error)) console.error("The engine:", error);
    });
  }

  /** What must not wait for the database. */
  #watch(): void {
    for (const lane of this.#lanes.values()) {
      if (!(lane instanceof EndpointLane)) continue;
      if (!this.#life.isTrusted()) lane.recall();
      lane.checkHealth();
      lane.gate.look();
    }
  }

  #onCommitted(run: RunWork, count: number): void {
    this.#laneOf(run).pump();
    if (count > 0 && run.ref.kind === "rollout") this.#indexSoon.ask();
    if (run.chunks === 0) this.#look();
  }

  #onThrown(run: RunWork, piece: Piece, error: unknown): void {
    if (!isDatabaseGone(error)) this.#fault(run, error);
    else setTimeout(() => this.#laneOf(run).beginAgain(run, piece), AGAIN_MS);
  }

  #fault(run: RunWork, error: unknown): void {
    if (!run.isAlive) return;
    this.#faulty(run.ref, error);
    this.#end(run);
  }

  /** What is written for people says what to do; anything else is a fault of the studio, and belongs in the log. */
  #faulty(ref: RunRef, error: unknown): void {
    const isForPeople = error instanceof StudioError;
    if (!isForPeople) console.error(`A fault in ${ref.kind} run ${ref.runId}:`, error);
    const fault = isDiskFull(error)
      ? `The disk of the database is full: ${sentence(error)} Make room, then resume.`
      : `A fault of the studio stopped it: ${sentence(error)} The worker's log says more.`;
    this.#pauseLater(ref, isForPeople ? error.message : fault);
  }

  #pause(run: RunWork, message: string): void {
    if (!run.isAlive) return;
    this.#pauseLater(run.ref, message);
    this.#end(run);
  }

  #pauseLater(ref: RunRef, message: string): void {
    this.#pausing.set(keyOf(ref), { ref, message });
    this.#look();
  }

  #end(run: RunWork): void {
    if (!run.isAlive) return;
    const lane = this.#laneOf(run);
    this.#runs.delete(keyOf(run.ref));
    lane.runs.delete(run);
    this.#tell(run.stop());
    if (lane instanceof EndpointLane) this.#balance(lane);
  }
}

/** A message as a sentence. */
const sentence = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
};
