/** Rows as a Parquet file, a row group at a time: what is in memory is one group, or one row where that is longer. */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { StudioError } from "@/domain/errors";
import { formatBytes } from "@/domain/format";
import type { Column } from "./columns";
import type { RowText } from "./formats/format";
import { parquetSchema, parquetValue } from "./parquet-schema";

/** JSON text in one row group */
const GROUP_BYTES = 8 << 20;
const GROUP_ROWS = 10_000;
/** Readers and this writer hold a row as a whole */
const LONGEST_ROW = 128 << 20;

type Rows = {
  columns: readonly Column[];
  fromLine?: (line: string) => Record<string, unknown>;
  rows: AsyncIterable<RowText>;
};

/**
 * Yields the file's bytes; `onRow` is called once a row. Equal rows give equal bytes. Throws precondition for a row that
 * is too long to be held as a whole.
 */
export async function* encodeParquet(
  { columns, fromLine = JSON.parse, rows }: Rows,
  onRow: () => void,
): AsyncGenerator<Buffer> {
  const bytes = new ByteWriter();
  // Statistics of text and JSON help no reader; without them the footer stays small.
  const options = { writer: bytes, schema: parquetSchema(columns), statistics: false, createdBy: "Swirl Studio" };
  const parquet = new ParquetWriter(options);
  let group: Record<string, unknown>[] = [];
  let groupBytes = 0;
  const writeGroup = () => {
    const columnData = columns.map(({ name, type }) => ({
      name,
      data: group.map((row) => parquetValue(type, row[name])),
      offsetIndex: false,
    }));
    parquet.write({ columnData, rowGroupSize: group.length });
    [group, groupBytes] = [[], 0];
    return take(bytes);
  };
  for await (const row of rows) {
    const line = wholeLine(row);
    group.push(fromLine(line.toString("utf8")));
    groupBytes += line.length;
    onRow();
    if (groupBytes >= GROUP_BYTES || group.length >= GROUP_ROWS) yield writeGroup();
  }
  if (group.length > 0) yield writeGroup();
  parquet.finish();
  yield take(bytes);
}

function wholeLine(row: RowText): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  for (const piece of row) {
    length += piece.length;
    if (length > LONGEST_ROW)
      throw new StudioError(
        "precondition",
        `A row is longer than ${formatBytes(LONGEST_ROW)}, and Parquet holds rows as a whole: export JSON Lines instead.`,
      );
    pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces, length);
}

/** What was written since the last time. */
function take(writer: ByteWriter): Buffer {
  const taken = Buffer.from(writer.getBytes());
  writer.index = 0;
  return taken;
}
