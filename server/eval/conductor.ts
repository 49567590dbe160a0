/**
 * Carries out eval matrices, rounds and trainings of arms: moves cells and stages, tends servers. Every worker has a conductor; the one that holds the
 * lock conducts, and loses it with its connection, so that another takes over.
 */
import pg from "pg";
import { connect, type Db } from "@/server/db";
import { isWorthRepeating } from "@/server/engine/database-gone";
import { clearLeftBehind } from "./clear-left-behind";
import { moveArmTrainings } from "./move-arm-trainings";
import { moveCells } from "./move-cells";
import { moveRounds } from "./move-rounds";
import { logged } from "./own-move";
import { ServerTender, type ServerTools } from "./tend-servers";

const BEAT_MS = 1_000;
/** A sixth of the lease: a few that fail in a row do not end a server. */
const RENEW_MS = 10_000;
const FAREWELL_MS = 3_000;
const LOCK = "hashtext('swirl-studio evals')";

/** Seconds after which a server that nobody asks for ends itself. */
export const LEASE_SECONDS = 60;

export class EvalConductor {
  readonly #url: string;
  readonly #db: Db;
  readonly #tender: ServerTender;
  #baton: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #leases: NodeJS.Timeout | undefined;
  #beat: Promise<void> | null = null;
  #isStopping = false;

  constructor(url: string, tools: ServerTools) {
    this.#url = url;
    this.#db = connect(url, { max: 5 });
    this.#tender = new ServerTender(this.#db, tools);
  }

  start(): void {
    this.#timer = setInterval(() => this.#next(), BEAT_MS);
    this.#leases = setInterval(() => this.#renew(), RENEW_MS);
    this.#next();
  }

  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    clearInterval(this.#timer);
    clearInterval(this.#leases);
    this.#tender.stop();
    const rest = Promise.all([this.#beat, this.#tender.idle()]);
    await Promise.race([rest, new Promise((resolve) => setTimeout(resolve, FAREWELL_MS).unref())]);
    await this.#baton?.end().catch(() => {});
    await this.#db.close().catch(() => {});
  }

  #next(): void {
    if (this.#beat !== null || this.#isStopping) return;
    this.#beat = this.#conduct()
      .catch((error: unknown) => {
        if (!isWorthRepeating(error)) console.error("Evals:", error);
      })
      .finally(() => {
        this.#beat = null;
      });
  }

  async #conduct(): Promise<void> {
    if (!(await this.#holdsBaton())) return;
    await logged("the servers of evals", () => this.#tender.tend());
    await logged("evals", () => moveCells(this.#db));
    await logged("rounds", () => moveRounds(this.#db));
    await logged("what is left behind", () => clearLeftBehind(this.#db));
    await logged("trainings of arms", () => moveArmTrainings(this.#db));
  }

  /** By a clock of its own: a beat may wait for an engine longer than a lease lasts. */
  #renew(): void {
    if (this.#baton === null || this.#isStopping) return;
    void logged("leases of servers", () => this.#tender.renewLeases());
  }

  async #holdsBaton(): Promise<boolean> {
    if (this.#baton !== null) return true;
    const client = new pg.Client(this.#url);
    const drop = () => {
      if (this.#baton === client) this.#baton = null;
    };
    client.on("error", drop);
    client.on("end", drop);
    await client.connect();
    const { rows } = await client.query(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`);
    if (rows[0]?.taken === true) {
      this.#baton = client;
      this.#renew();
      return true;
    }
    await client.end();
    return false;
  }
}
