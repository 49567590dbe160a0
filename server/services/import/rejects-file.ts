import { Readable } from "node:stream";
import type pg from "pg";

const PAGE = 200;

/** An import's rejects as a stream of JSONL: file, line, reason and the text as it stood; null for no such import. */
export async function rejectsFile(db: pg.Pool, importId: number): Promise<{ body: Readable } | null> {
  const { rows } = await db.query<{ file_name: string }>("SELECT file_name FROM import WHERE id = $1", [importId]);
  const file = rows[0]?.file_name;
  if (file === undefined) return null;
  return { body: Readable.from(lines(db, importId, file)) };
}

async function* lines(db: pg.Pool, importId: number, file: string): AsyncGenerator<Uint8Array> {
  for (let after = -1; ; ) {
    const { rows } = await db.query<{ idx: number; line: number; reason: string; raw: Buffer; truncated: boolean }>(
      "SELECT idx, line, reason, raw, truncated FROM import_reject WHERE import_id = $1 AND idx > $2 ORDER BY idx LIMIT $3",
      [importId, after, PAGE],
    );
    for (const { line, reason, raw, truncated } of rows) {
      const text = raw.toString("utf8");
      // Bytes that are no UTF-8 would not survive as text.
      const content = Buffer.from(text, "utf8").equals(raw) ? { raw: text } : { rawBase64: raw.toString("base64") };
      yield Buffer.from(`${JSON.stringify({ file, line, reason, ...content, ...(truncated ? { truncated } : {}) })}\n`);
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.idx;
  }
}
