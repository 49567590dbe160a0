import { parquetMetadata } from "hyparquet";
import { expect, test } from "vitest";
import { type Column, MESSAGES } from "./columns";
import { encodeParquet } from "./encode-parquet";
import { parquetRows } from "./formats/testing";

const columns: Column[] = [
  { name: "prompt", type: MESSAGES, says: "" },
  { name: "n", type: "integer", says: "" },
  { name: "labels", type: { list: "boolean" }, says: "" },
];

async function* rowsOf(...values: unknown[]) {
  for (const value of values) yield [Buffer.from(JSON.stringify(value))];
}

async function written(rows: AsyncIterable<Iterable<Buffer>>) {
  const counted = { rows: 0, largest: 0 };
  const chunks: Buffer[] = [];
  for await (const chunk of encodeParquet({ columns, rows }, () => {
    counted.rows += 1;
  })) {
    chunks.push(chunk);
    counted.largest = Math.max(counted.largest, chunk.length);
  }
  return { ...counted, content: Buffer.concat(chunks) };
}

const metadataOf = (content: Buffer) =>
  parquetMetadata(content.buffer.slice(content.byteOffset, content.byteOffset + content.length) as ArrayBuffer);

test("lists in lists, empty ones, missing fields and nulls come back as they were", async () => {
  const call = { id: "a", type: "function", function: { name: "f", arguments: "{}" } };
  const rows = [
    {
      prompt: [
        { role: "user", content: "\u0000🙂" },
        { role: "assistant", content: "", tool_calls: [call, call] },
      ],
      n: -1,
    },
    { prompt: [], n: 9_007_199_254_740_991, labels: [] },
    { labels: [true, false, true] },
    {},
  ];
  const { content, rows: counted } = await written(rowsOf(...rows));
  expect(counted).toBe(4);
  expect(await parquetRows(content)).toEqual(rows);
});

test("many rows go into several groups, each given away once it is full", async () => {
  // Random-looking text, so that compression does not hide the size of a group.
  const text = Array.from({ length: 60_000 }, (_, index) =>
    String.fromCharCode(33 + (((index * index) % 9973) % 90)),
  ).join("");
  const rows = Array.from({ length: 400 }, (_, n) => ({ prompt: [{ role: "user", content: text.slice(n) }], n }));
  const { content, largest } = await written(rowsOf(...rows));
  const { row_groups, num_rows } = metadataOf(content);
  expect(Number(num_rows)).toBe(400);
  expect(row_groups.length).toBeGreaterThan(2);
  expect(largest).toBeLessThan(content.length / 2);
  expect(await parquetRows(content)).toEqual(rows);
});

test("no row makes a file with the columns alone", async () => {
  const { content } = await written(rowsOf());
  const { schema } = metadataOf(content);
  expect(schema.filter(({ name }) => columns.some((column) => column.name === name))).toHaveLength(3);
  expect(await parquetRows(content)).toEqual([]);
});

test("a value of another type is an error, not another value", async () => {
  await expect(written(rowsOf({ n: "1" }))).rejects.toThrow('A value is no integer: "1"');
  await expect(written(rowsOf({ n: 0.5 }))).rejects.toThrow("A value is no integer");
  await expect(written(rowsOf({ labels: { 0: true } }))).rejects.toThrow("A value is no list of boolean");
});

test("a row too long to be held is refused in a sentence", async () => {
  const piece = Buffer.alloc(1 << 20, " ");
  async function* endless() {
    yield (function* () {
      for (;;) yield piece;
    })();
  }
  await expect(written(endless())).rejects.toThrow("export JSON Lines instead");
});
