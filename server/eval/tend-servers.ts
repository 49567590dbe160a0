/**
 * Starts, watches and stops the servers that eval matrices need. Whatever happens to the studio, a server ends: while it
 * is wanted its lease is renewed, from before its model is loaded, and without that it ends itself.
 */
import { StudioError } from "@/domain/errors";
import type { JobSpec, JobState, OpenTrainingEngine, TrainingEngine } from "@/server/adapters/training/engine";
import type { Db } from "@/server/db";
import { Attendance } from "./attendance";
import { renewLease } from "./lease";
import { ownMove } from "./own-move";
import { readTended, type TendedServer, type UnreadableServer } from "./read-tended";
import { faultOf, jobOf } from "./serving-job";
import { ServingOutput } from "./serving-output";
import { endServer, keepLease, publishServer, tellServer } from "./serving-rows";

export type ServerTools = {
  open: OpenTrainingEngine;
  /** The trainer's files for a job's package */
  trainerFiles: () => Promise<JobSpec["files"]>;
  /** Seconds without a word of the studio after which a server ends itself */
  leaseSeconds: number;
};

/** An engine that cannot be asked for so long does not get the job, or is not asked any more to stop it */
const SILENCE_PATIENCE_MS = 600_000;
/** The same of one that has the job: it may well be back, and the server may answer meanwhile */
const GONE_MS = 3_600_000;
const LOOK_EVERY_MS = 2_000;
const STOP_AGAIN_MS = 5_000;
/** How long a job must be unknown before it counts as forgotten */
const FORGOTTEN_MS = 30_000;

export class ServerTender {
  readonly #outputs = new Map<string, ServingOutput>();
  readonly #lookedAt = new Map<string, number>();
  readonly #stoppedAt = new Map<string, number>();
  readonly #unknownSince = new Map<string, number>();
  /** What is said of leases that could not be renewed */
  readonly #troubles = new Map<string, string | null>();
  /** Of jobs that run, why this studio does not reach them: where one ends for want of its lease, that is its fault */
  readonly #outOfReach = new Map<string, string>();
  readonly #attendance: Attendance;
  /** Under way, by job: one at most */
  readonly #looks = new Map<string, Promise<void>>();
  #isStopped = false;

  constructor(
    readonly db: Db,
    readonly tools: ServerTools,
  ) {
    this.#attendance = new Attendance(tools.leaseSeconds);
  }

  /** Begins a look at every server that is not over and not looked at already: an engine that hangs holds up no other. */
  async tend(): Promise<void> {
    // As it is before the rows are read: a look that ends meanwhile may have changed its row since.
    const busy = new Set(this.#looks.keys());
    const { servers, unreadable } = await readTended(this.db.pool);
    if (this.#isStopped) return;
    const begin = (jobId: string, look: () => Promise<void>) => {
      this.#attendance.attend(jobId);
      if (busy.has(jobId)) return;
      this.#looks.set(
        jobId,
        look().finally(() => this.#looks.delete(jobId)),
      );
    };
    for (const server of servers) begin(server.jobId, () => this.#tendOne(server));
    for (const server of unreadable) begin(server.jobId, () => this.#giveUp(server));
    const open = new Set([...servers, ...unreadable].map(({ jobId }) => jobId));
    for (const jobId of this.#attendance.jobs()) if (!open.has(jobId)) this.#forget(jobId);
  }

  /** Tells every server that is wanted that it is, also while its model is being loaded. To be called well within the lease. */
  async renewLeases(): Promise<void> {
    const { servers } = await readTended(this.db.pool);
    await Promise.all(
      servers
        .filter(({ status, isWanted }) => (status === "ready" || status === "pending") && isWanted)
        .map((server) => this.#renew(server)),
    );
  }

  async #renew({ jobId, leaseUrl, status }: TendedServer): Promise<void> {
    this.#attendance.attend(jobId);
    const trouble = await troubleWithLease(leaseUrl);
    this.#troubles.set(jobId, trouble);
    if (leaseUrl === null || trouble !== null) return;
    this.#attendance.isThere(jobId);
    // While it loads, its engine has to: where it is going to answer is read there.
    if (status === "ready") this.#attendance.answered(jobId);
  }

  /** Resolves once the looks under way are over. */
  async idle(): Promise<void> {
    await Promise.all(this.#looks.values());
  }

  stop(): void {
    this.#isStopped = true;
    for (const jobId of this.#attendance.jobs()) this.#forget(jobId);
  }

  /** A row that cannot be read. Where its job cannot be stopped it ends for want of its lease. */
  #giveUp({ id, jobId, status, engine, error }: UnreadableServer): Promise<void> {
    console.error(`A fault in serving job ${id}:`, error);
    return ownMove(
      `serving job ${id}`,
      async () => {
        await endServer(
          this.db.pool,
          { id },
          {
            status: status === "stopping" ? "stopped" : "failed",
            message:
              "How it was to be started cannot be read any more: save the settings of its training engine again.",
            log: this.#logOf(jobId),
          },
        );
        if (engine !== null) await this.tools.open(engine).stop(jobId);
      },
      async () => {},
    );
  }

  #tendOne(server: TendedServer): Promise<void> {
    const { pool } = this.db;
    return ownMove(
      `serving job ${server.id}`,
      () => this.#moveOn(server),
      async (message, error) => {
        if (error instanceof StudioError && error.code === "upstream" && !this.#isOutOfPatience(server))
          return tellServer(pool, server, { status: server.status, message });
        const status = server.status === "stopping" ? "stopped" : "failed";
        await endServer(pool, server, { status, message, log: this.#logOf(server.jobId) });
      },
    );
  }

  async #moveOn(server: TendedServer): Promise<void> {
    const engine = this.tools.open(server.engine);
    if (server.status === "stopping" || !server.isWanted) return this.#stop(engine, server);
    if (server.status === "launching") return this.#launch(engine, server);
    if (this.#isTimeToLook(server) && (await this.#look(engine, server))) return;
    if (server.status !== "ready") return;
    const message = this.#troubles.get(server.jobId) ?? null;
    await tellServer(this.db.pool, server, { status: "ready", message });
  }

  async #launch(engine: TrainingEngine, server: TendedServer): Promise<void> {
    // Brought there before, by a worker that did not live to write it down.
    if ((await engine.find(server.jobId)) === null)
      await engine.submit(jobOf(server, await this.tools.trainerFiles(), this.tools.leaseSeconds));
    this.#attendance.answered(server.jobId);
    this.#attendance.isThere(server.jobId);
    await tellServer(this.db.pool, server, { status: "pending", message: null });
  }

  /** Answers whether there is nothing more to say about it. */
  async #look(engine: TrainingEngine, server: TendedServer): Promise<boolean> {
    const { pool } = this.db;
    const { jobId } = server;
    const job = await engine.find(jobId);
    this.#attendance.answered(jobId);
    if (job === null && !this.#isForgotten(server)) return false;
    if (job?.status === "pending" || job?.status === "running") {
      this.#unknownSince.delete(jobId);
      this.#attendance.isThere(jobId);
      if (server.status === "ready") return false;
      if (job.status === "running") await this.#read(engine, server);
      else await tellServer(pool, server, { status: "pending", message: "Its job waits for room on the engine." });
      this.#noteReach(server, job);
      return true;
    }
    const log = await this.#wholeLog(engine, server, job);
    // It ended itself for want of its lease, or nobody knows how: with no studio there that is not its fault.
    const isFault = job?.status === "failed" || !this.#attendance.wasLeft(jobId);
    // Never in reach: another will not be, either.
    const unheard =
      job?.status === "succeeded" && server.status === "pending" ? this.#outOfReach.get(jobId) : undefined;
    const message = isFault ? (unheard ?? faultOf(job, log)) : "Its job ended while nobody asked for it.";
    await endServer(pool, server, { status: isFault ? "failed" : "stopped", message, log });
    return true;
  }

  /** Of a job that runs: its lease cannot be renewed, or its output not be read. */
  #noteReach({ jobId }: TendedServer, { status }: JobState): void {
    const why = this.#troubles.get(jobId) ?? this.#outputs.get(jobId)?.error?.message;
    if (status === "running" && why !== undefined) this.#outOfReach.set(jobId, why);
    else this.#outOfReach.delete(jobId);
  }

  /** Learns from its output where the server is. */
  async #read(engine: TrainingEngine, server: TendedServer): Promise<void> {
    const { pool } = this.db;
    const { said, leaseUrl, log } = this.#outputOf(engine, server);
    if (leaseUrl !== null && leaseUrl !== server.leaseUrl) {
      await keepLease(pool, server, leaseUrl);
      this.#troubles.set(server.jobId, await troubleWithLease(leaseUrl));
    }
    if (said === null) {
      const message = this.#troubles.get(server.jobId) ?? "The model is being loaded.";
      return tellServer(pool, server, { status: "pending", message });
    }
    await renewLease(said.lease_url);
    await publishServer(pool, server, said, log);
  }

  async #stop(engine: TrainingEngine, server: TendedServer): Promise<void> {
    const { pool } = this.db;
    if (server.status !== "stopping") await tellServer(pool, server, { status: "stopping", message: null });
    const job = await engine.find(server.jobId);
    if (job?.status !== "pending" && job?.status !== "running") {
      // A request to start it may be on its way, from here or from a worker that died: it is looked for a while.
      if (job === null && server.wasLaunching && !this.#isForgotten(server)) return;
      return endServer(pool, server, { status: "stopped", message: null, log: this.#logOf(server.jobId) });
    }
    const last = this.#stoppedAt.get(server.jobId);
    if (last !== undefined && performance.now() - last < STOP_AGAIN_MS) return;
    await engine.stop(server.jobId);
    this.#stoppedAt.set(server.jobId, performance.now());
  }

  #outputOf(engine: TrainingEngine, { jobId }: TendedServer): ServingOutput {
    const known = this.#outputs.get(jobId);
    if (known && known.error === null) return known;
    const output = new ServingOutput(engine, jobId);
    this.#outputs.set(jobId, output);
    return output;
  }

  async #wholeLog(engine: TrainingEngine, server: TendedServer, job: JobState | null): Promise<string> {
    if (job === null) return this.#logOf(server.jobId);
    const output = this.#outputOf(engine, server);
    await output.untilEnd();
    return output.log;
  }

  #logOf(jobId: string): string {
    return this.#outputs.get(jobId)?.log ?? "";
  }

  #isTimeToLook({ jobId }: TendedServer): boolean {
    const now = performance.now();
    if (now - (this.#lookedAt.get(jobId) ?? Number.NEGATIVE_INFINITY) < LOOK_EVERY_MS) return false;
    this.#lookedAt.set(jobId, now);
    return true;
  }

  #isForgotten({ jobId }: TendedServer): boolean {
    const since = this.#unknownSince.get(jobId) ?? performance.now();
    this.#unknownSince.set(jobId, since);
    return performance.now() - since > FORGOTTEN_MS;
  }

  #forget(jobId: string): void {
    this.#outputs.get(jobId)?.close();
    for (const map of [this.#outputs, this.#lookedAt, this.#stoppedAt, this.#unknownSince, this.#troubles])
      map.delete(jobId);
    this.#outOfReach.delete(jobId);
    this.#attendance.forget(jobId);
  }

  /** Its engine does not answer, and has not for too long. */
  #isOutOfPatience({ status, changedAt, jobId }: TendedServer): boolean {
    if (status === "launching" || status === "stopping") return Date.now() - changedAt.getTime() > SILENCE_PATIENCE_MS;
    return this.#attendance.silentMs(jobId) > GONE_MS;
  }
}

const troubleWithLease = (url: string | null): Promise<string | null> =>
  renewLease(url).then(
    () => null,
    (error: unknown) => {
      if (error instanceof StudioError) return error.message;
      throw error;
    },
  );
