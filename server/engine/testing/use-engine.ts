/** Engines in a test's own process, with the real rollout executor, against real servers and a database of their own. */
import { afterAll, afterEach, beforeAll } from "vitest";
import type { RunProgress } from "@/domain/run";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from "@/server/testing/openai-server/server";
import { Engine } from "../engine";
import type { Executor } from "../executor";
import { rolloutExecutor } from "../rollout/executor";
import { waitForRun } from "./watch-run";

/** `own.db` is there once the tests run; what a test opened is closed after it, the last first. */
export function useEngine() {
  const own = {} as { db: Db };
  const closing: (() => Promise<void>)[] = [];
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    own.db = connect(database.url);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(async () => {
    await own.db.close();
    await database.drop();
  });

  return {
    own,
    /** To be closed after the test */
    closing,
    async serve(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
      const server = await startOpenAiServer(options);
      closing.push(() => server.close());
      return server;
    },
    async engine(executor: Executor = rolloutExecutor): Promise<Engine> {
      const engine = new Engine(database.url, [executor]);
      await engine.start();
      closing.push(() => engine.stop());
      return engine;
    },
    progressOf: (runId: number, isIt: (progress: RunProgress) => boolean) =>
      waitForRun(own.db, { kind: "rollout", runId }, isIt),
    /** Trajectories that are committed */
    async rowsOf(runId: number): Promise<number> {
      const { rows } = await own.db.pool.query("SELECT count(*) AS n FROM trajectory WHERE rollout_run_id = $1", [
        runId,
      ]);
      return rows[0].n;
    },
  };
}
