/** What goes wrong around an import: its connection, its sender, other imports. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { expectWhole } from "@/server/testing/whole";
import { importFile } from "./import-file";
import { requestBody } from "./request-body";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const HEADER = '{"type":"swirl-studio","version":1}\n';
/** More than is looked at before the data's transaction begins */
const PADDING = Buffer.alloc(300_000, "\n");
const importBody = (body: AsyncIterable<Uint8Array>) =>
  importFile(db, { fileName: "file.jsonl", body, totalBytes: null });

test("more imports at once than there are connections all end", async () => {
  const connections = db.pool.options.max;
  // So many rejects that they are written while the file is read, on a connection of their own
  const file = (name: string) =>
    Buffer.from(`${HEADER}${JSON.stringify({ type: "question-set", key: name, name })}\n${"{broken\n".repeat(300)}`);
  const reports = await Promise.all(
    Array.from({ length: connections + 4 }, (_, index) =>
      importBody(
        (async function* () {
          yield file(`at once ${index}`);
        })(),
      ),
    ),
  );
  for (const report of reports) expect(report).toMatchObject({ status: "done", rejected: 300 });
});

test("a database connection that breaks fails the import and nothing else", async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  process.on("uncaughtException", note);
  async function* body() {
    yield Buffer.from(HEADER);
    yield PADDING;
    await db.prisma.$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'idle in transaction'`;
    // The driver hears of it while no query is under way.
    await new Promise((resolve) => setTimeout(resolve, 200));
    yield Buffer.from('{"type":"question-set","key":"late","name":"late"}\n');
  }
  const report = await importBody(body());
  process.off("uncaughtException", note);
  expect(report.status).toBe("failed");
  expect(uncaught).toEqual([]);
  await expectWhole(db);
});

test("a file that is refused is let go of", async () => {
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) yield Buffer.alloc(100_000, "no known format\n");
    } finally {
      isClosed = true;
    }
  }
  expect((await importBody(endless())).status).toBe("refused");
  expect(isClosed).toBe(true);
});

test("a request whose file is refused is read to its end, because browsers answer to nothing before", async () => {
  let sent = 0;
  const upload = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > 50) controller.close();
      else controller.enqueue(Buffer.alloc(100_000, "no known format\n"));
    },
  });
  const { bytes, drain } = requestBody(upload);
  expect((await importBody(bytes)).status).toBe("refused");
  expect(sent).toBeLessThan(20);
  await drain();
  expect(sent).toBe(51);
});
