/** Loads the toy pool into DATABASE_URL: what the browser tests read. */
import { connect } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { toyPool } from "./index";

async function* lines(): AsyncGenerator<Buffer> {
  for (const record of toyPool()) yield Buffer.from(`${JSON.stringify(record)}\n`);
}

const db = connect(process.env.DATABASE_URL ?? "");
const report = await importFile(db, { fileName: "toy-pool.jsonl", body: lines(), totalBytes: null });
await db.close();
if (report.status !== "done") throw new Error(`The toy pool was not loaded: ${report.message}`);
