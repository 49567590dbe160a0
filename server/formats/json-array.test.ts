import fc from "fast-check";
import { expect, test } from "vitest";
import { type ElementOptions, readElements } from "./json-array";
import { collect, inChunks } from "./testing";

const read = async (text: string, options?: ElementOptions, chunk?: number) =>
  (await collect(readElements(inChunks(Buffer.from(text), chunk), options))).map(({ bytes, ...rest }) => ({
    ...rest,
    text: bytes.toString("utf8"),
  }));

const json = fc.json({ maxDepth: 4 });
const space = fc.constantFrom("", " ", "\n", "\r\n\t");

test("elements come back as they stand, whatever the chunks", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(json, { maxLength: 8 }),
      space,
      fc.integer({ min: 1, max: 11 }),
      async (items, gap, size) => {
        const text = `${gap}[${items.map((item) => gap + item + gap).join(",")}]${gap}`;
        const found = await read(text, {}, size);
        expect(found.map((element) => element.text)).toEqual(items);
        expect(found.map((element) => element.index)).toEqual(items.map((_, index) => index + 1));
        expect(found.every((element) => !("reject" in element))).toBe(true);
        expect(found).toEqual(await read(text, {}, 1 << 20));
      },
    ),
  );
});

test("the list under one key, and members beside it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(json, { maxLength: 5 }),
      fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 11 }),
      async (items, others, last, size) => {
        const { data: _, eval: __, ...rest } = { data: 0, eval: 0, ...others };
        const list = { data: items.map((item) => JSON.parse(item)) };
        const document = last ? { eval: { a: "]}" }, ...rest, ...list } : { ...list, ...rest, eval: { a: "]}" } };
        for (const indent of [0, 2]) {
          const text = JSON.stringify(document, null, indent);
          const found = await read(text, { key: "data", members: ["eval"] }, size);
          const member = found.filter((element) => element.member !== undefined);
          const elements = found.filter((element) => element.member === undefined);
          expect(member.map((element) => JSON.parse(element.text))).toEqual([{ a: "]}" }]);
          expect(elements.map((element) => JSON.parse(element.text))).toEqual(list.data);
        }
      },
    ),
  );
});

test("the line an element begins on", async () => {
  const found = await read('[\n{"a":\n1},\n\n{"b":2}, 3\n]');
  expect(found.map(({ line, text }) => [line, text])).toEqual([
    [2, '{"a":\n1}'],
    [5, '{"b":2}'],
    [5, "3"],
  ]);
});

test("a malformed element does not stop the rest", async () => {
  const found = await read('[{"a":1}, {oops}, ,"x",]');
  expect(found.map(({ text, reject }) => [text, reject])).toEqual([
    ['{"a":1}', undefined],
    ["{oops}", undefined],
    [',"x",]', "there is nothing between two commas"],
    ['"x"', undefined],
  ]);
});

test("what is cut off is told", async () => {
  const last = async (text: string, options?: ElementOptions) => (await read(text, options)).at(-1);
  expect(await last('[{"a":1},{"b"')).toMatchObject({ text: '{"b"', reject: "the file ends inside it", index: 2 });
  expect(await last('[{"a":1},')).toMatchObject({ reject: "the file ends before the list is complete" });
  expect(await last('[1] {"x":1}')).toMatchObject({ reject: "there is more text after the end of the list" });
  expect(await last('{"x":[1]}', { key: "data" })).toMatchObject({ reject: 'there is no list under "data"' });
  expect(await last('{"data":[1', { key: "data" })).toMatchObject({ text: "1", reject: "the file ends inside it" });
  expect(await last("nonsense")).toMatchObject({ reject: "a JSON list was expected" });
});

test("a huge element is a reject with its beginning, the next is read", async () => {
  for (const size of [1, 13, 1 << 20]) {
    const found = await read(`["${"x".repeat(500)}", 1]`, { limit: 100 }, size);
    expect(found).toMatchObject([
      { index: 1, reject: "longer than 100 bytes" },
      { index: 2, text: "1" },
    ]);
  }
});
