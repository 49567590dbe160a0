/** No room on the disk: PostgreSQL may not let a file grow, which it meets as it meets a full disk. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "@/scripts/migrate.mjs";
import { findPlace } from "@/scripts/postgres/place.mjs";
import { findRunning } from "@/scripts/postgres/server.mjs";
import { openDatabase } from "@/scripts/postgres.mjs";
import { makeCheckout, REPOSITORY } from "@/scripts/testing/checkout";
import { connect, type Db } from "@/server/db";
import { addEndpoint, makeRun } from "@/server/engine/testing/make-run";
import { expectWholeRun, isDone, waitForRun } from "@/server/engine/testing/watch-run";
import { startWorker } from "@/server/engine/testing/worker-process";
import { importFile } from "@/server/services/import/import-file";
import { actOnRun } from "@/server/services/run/act";
import { startOpenAiServer } from "@/server/testing/openai-server/server";
import { HEADER, jsonl } from "@/server/testing/small-pool";
import { expectWhole } from "@/server/testing/whole";

const checkout = makeCheckout();
let own: Awaited<ReturnType<typeof openDatabase>>;
let db: Db;
beforeAll(async () => {
  own = await openDatabase({ root: checkout.root, given: "" });
  await migrate({ url: own.url, root: REPOSITORY });
  db = connect(own.url);
});
afterAll(async () => {
  await db.close();
  await own.close();
  checkout.remove();
});

/** For connections that begin afterwards; a segment of the write-ahead log has 16 MiB. */
async function limitFiles(bytes: number | "unlimited"): Promise<void> {
  const { pid } = findRunning(findPlace(checkout.root).data) ?? {};
  const { uid, gid } = statSync(`/proc/${pid}`);
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:unlimited`], { uid, gid, cwd: "/" });
  await db.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await db.close();
  db = connect(own.url);
}

/** Text that does not become smaller when it is stored. */
function largePool(trajectories: number) {
  const text = () => randomBytes(750_000).toString("base64");
  return jsonl([
    HEADER,
    { type: "question-set", key: "large", name: "Large" },
    { type: "question", set: "large", key: "1", text: "How much?", answers: ["much"] },
    { type: "rollout-run", key: "large", name: "Large", model: "m" },
    ...Array.from({ length: trajectories }, (_, sample) => ({
      ...{ type: "trajectory", run: "large", set: "large", question: "1", sample, endState: "answered" },
      ...{ finalAnswer: "much", prompt: [{ role: "user", content: "How much?" }] },
      steps: [{ action: { role: "assistant", content: text() }, observation: null }],
    })),
  ]);
}

const count = async () =>
  Number(
    (
      await db.pool.query(
        "SELECT count(*)::int AS n FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.key = 'large'",
      )
    ).rows[0].n,
  );

test("an import for which there is no room says so and leaves nothing; with room it is whole", async () => {
  const content = largePool(24);
  const load = () => importFile(db, { fileName: "large.jsonl", body: [content] as never, totalBytes: null });
  await limitFiles(17 << 20);
  const report = await load();
  expect(report.status).toBe("failed");
  expect(report.message).toMatch(/nothing was kept: .*could not (extend|write)/);
  expect(await count()).toBe(0);
  await expectWhole(db);
  await limitFiles("unlimited");
  expect(await load()).toMatchObject({ status: "done", rejected: 0 });
  expect(await count()).toBe(24);
  await expectWhole(db);
}, 120_000);

test("a run for whose trajectories there is no room pauses with the reason; resumed with room, it is whole", async () => {
  const said = () => `${randomBytes(300_000).toString("base64")} <answer>1</answer>`;
  const server = await startOpenAiServer({ latencyMs: 5, reply: () => ({ content: said() }) });
  const endpointId = await addEndpoint(db, { baseUrl: server.url, maxConcurrency: 4 });
  const run = await makeRun(db, { endpointId, questions: 10 });
  await limitFiles(17 << 20);
  const worker = startWorker(own.url);
  try {
    const ref = { kind: "rollout" as const, runId: run.id };
    const { message } = await waitForRun(db, ref, ({ status }) => status === "paused");
    expect(message).toMatch(/^The disk of the database is full: could not extend .* Make room, then resume\.$/);
    await limitFiles("unlimited");
    await expectWhole(db);
    await actOnRun(db, { ...ref, action: "resume" });
    await waitForRun(db, ref, isDone);
    await expectWholeRun(db, run.id, 50);
  } finally {
    await worker.end("SIGKILL");
    await server.close();
  }
}, 120_000);
