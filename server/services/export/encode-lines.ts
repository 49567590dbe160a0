/** Rows as JSON Lines. */
import { BlockWriter } from "./blocks";
import type { RowText } from "./formats/format";

const END_OF_LINE = [Buffer.from("\n")];

/** Yields blocks of lines; `onRow` is called once a line. */
export async function* encodeLines(rows: AsyncIterable<RowText>, onRow: () => void): AsyncGenerator<Buffer> {
  const writer = new BlockWriter();
  for await (const row of rows) {
    yield* writer.write(row);
    yield* writer.write(END_OF_LINE);
    onRow();
  }
  yield writer.take();
}
