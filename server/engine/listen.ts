/** Hears at once that a run has begun or changed its status. What is missed while the connection is away, polling finds. */
import pg from "pg";

const RECONNECT_MS = 1_000;

export class Listener {
  /** How often the connection was lost: the database may have been, too */
  losses = 0;
  #client: pg.Client | null = null;
  #isClosed = false;
  readonly #url: string;
  readonly #onNews: () => void;

  constructor(url: string, onNews: () => void) {
    this.#url = url;
    this.#onNews = onNews;
  }

  async open(): Promise<void> {
    if (this.#isClosed) return;
    const client = new pg.Client({ connectionString: this.#url, application_name: "swirl-studio-engine" });
    let isOver = false;
    const again = () => {
      if (isOver) return;
      isOver = true;
      if (this.#client === client) this.losses++;
      this.#client = null;
      client.end().catch(() => {});
      if (!this.#isClosed) setTimeout(() => this.open(), RECONNECT_MS).unref();
    };
    client.on("error", again);
    client.on("end", again);
    client.on("notification", this.#onNews);
    try {
      await client.connect();
      await client.query("LISTEN swirl_run");
      this.#client = client;
      this.#onNews();
    } catch {
      again();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client?.end().catch(() => {});
  }
}
