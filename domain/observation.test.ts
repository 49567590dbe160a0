import { expect, test } from "vitest";
import {
  type ObservationPart,
  previewParts,
  readableLength,
  readObservation,
  readSearchHits,
  sliceParts,
} from "./observation";

const reply = JSON.stringify({
  result: [
    [{ document: { id: "7", contents: '"Westminster School, Adelaide"\nFounded in 1838.' }, score: 0.87 }],
    [{ document: { id: 8, contents: "No title here" }, score: 0.5 }],
  ],
});

test("the retriever's reply reads as passages, query by query", () => {
  expect(readSearchHits(reply)).toEqual([
    { title: "Westminster School, Adelaide", text: "Founded in 1838.", score: 0.87, id: "7", query: 0 },
    { title: null, text: "No title here", score: 0.5, id: "8", query: 1 },
  ]);
});

test.each([
  ['[{"title":"A","text":"b"}]', { title: "A", text: "b", score: null, id: null, query: 0 }],
  ['{"results":[{"title":"A","snippet":"b","score":2}]}', { title: "A", text: "b", score: 2, id: null, query: 0 }],
  ['{"passages":[{"title":"A","contents":"b\\nc"}]}', { title: "A", text: "b\nc", score: null, id: null, query: 0 }],
])("%s is a hit", (text, hit) => {
  expect(readSearchHits(text)).toEqual([hit]);
});

test("a title quoted as in CSV is read", () => {
  const text = JSON.stringify([{ document: { contents: '"Samuel ""Jim"" Ray"\nText' } }]);
  expect(readSearchHits(text)).toMatchObject([{ title: 'Samuel "Jim" Ray', text: "Text" }]);
});

test("a preview holds a snippet of each hit and the beginning of a text", () => {
  const long = "x".repeat(5_000);
  const hits = Array.from({ length: 50 }, () => ({ title: long, text: long, score: 1, id: long, query: 0 }));
  const source = { role: "tool", tool: null, callId: null, isCut: false, isContinued: false };
  const preview = previewParts([
    { kind: "hits", ...source, hits },
    { kind: "text", ...source, text: long },
    { kind: "text", ...source, text: "short" },
  ]);
  expect(preview).toMatchObject([{ isCut: true }, { isCut: true }, { isCut: false, text: "short" }]);
  expect(JSON.stringify(preview).length).toBeLessThan(20_000);
});

test("a search without a hit is a search", () => {
  expect(readSearchHits('{"result":[[]]}')).toEqual([]);
  expect(readSearchHits('{"results":[]}')).toEqual([]);
});

test.each(["42", "[1,2]", "[]", '{"error":"no"}', '[{"name":"a"}]', '[{"text":"only text"}]', "{not json", "[[[]]]"])(
  "%s is not a search reply",
  (text) => {
    expect(readSearchHits(text)).toBeNull();
  },
);

test("a reply that was cut keeps the hits before the cut and the beginning of the last", () => {
  const cut = reply.slice(0, reply.indexOf("Founded") + 4);
  expect(readSearchHits(cut, true)).toMatchObject([{ title: "Westminster School, Adelaide", text: "Foun" }]);
  expect(readSearchHits(cut)).toBeNull();
});

test("an observation is read message by message, whole or cut", () => {
  const json = JSON.stringify([
    { role: "tool", name: "search", tool_call_id: "c1", content: reply },
    { role: "tool", name: "calculator", tool_call_id: "c2", content: "4\u0000\ud800" },
  ]);
  const whole = readObservation(json, true);
  expect(whole.complete).toBe(true);
  expect(whole.parts).toMatchObject([
    { kind: "hits", tool: "search", callId: "c1", isCut: false },
    { kind: "text", tool: "calculator", text: "4\u0000\ud800", isCut: false },
  ]);
  // As they were written, not as JSON quotes them; half a pair takes the three bytes of U+FFFD.
  expect(whole.bytes).toBe(new TextEncoder().encode(reply).length + 5);
  const wrapped = [{ role: "user", content: '<math_result>"4"</math_result>' }];
  expect(readObservation(JSON.stringify(wrapped), true).bytes).toBe(3);
  const cut = readObservation(json.slice(0, 120), false);
  expect(cut.complete).toBe(false);
  expect(cut.parts).toMatchObject([{ kind: "hits", isCut: true }]);
});

test("an observation that is no list of messages is shown as it stands", () => {
  expect(readObservation('{"odd":1}', true)).toMatchObject({
    complete: true,
    parts: [{ kind: "text", text: '{"odd":1}' }],
  });
});

const source = { role: "tool", tool: null, callId: null, isCut: false, isContinued: false };
const hit = (text: string) => ({ title: "T", text, score: null, id: null, query: 0 });
const parts: ObservationPart[] = [
  { kind: "text", ...source, text: "abcdef" },
  { kind: "hits", ...source, hits: [hit("ghi"), hit("jkl")] },
  { kind: "hits", ...source, hits: [] },
  { kind: "text", ...source, text: "m\u{1F600}n" },
];

test.each([1, 2, 3, 5, 100])("pages of %i characters make up the whole", (size) => {
  const total = readableLength(parts);
  expect(total).toBe(16);
  let text = "";
  let emptyReplies = 0;
  for (let from = 0; from < total; from += size)
    for (const part of sliceParts(parts, from, size)) {
      text += part.kind === "text" ? part.text : part.hits.map((each) => each.text).join("");
      if (part.kind === "hits" && part.hits.length === 0) emptyReplies += 1;
    }
  expect(text).toBe("abcdefghijklm\u{1F600}n");
  expect(emptyReplies).toBe(1);
});

test("a page says what it cut and never ends inside a pair", () => {
  expect(sliceParts(parts, 0, 4)).toEqual([{ kind: "text", ...source, isCut: true, text: "abcd" }]);
  expect(sliceParts(parts, 4, 4)).toMatchObject([
    { text: "ef", isContinued: true, isCut: false },
    { hits: [{ text: "gh" }], isContinued: false, isCut: true },
  ]);
  expect(sliceParts(parts, 12, 2)).toMatchObject([{}, { text: "m\u{1F600}" }]);
});
