/** Mutated bytes of real files: what a bad disk, a bad tool or a bad person makes of them. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { valueChange, withChange } from "./values";

/** One change of a file. `at` is a place in thousandths of its length, so that it means something in every file. */
type Mutation = (bytes: Buffer) => Buffer;

/** What parsers have stumbled over, as it stands in a file. */
const TOKENS: readonly Buffer[] = [
  ...["\0", "\\u0000", "\\ud800", "\\udfff\\ud800", "\uFEFF", "\u2028", "\r", "\n", "\\", '"', "{", "}", "[", "]", ","],
  ...["1e400", "-1e400", "18446744073709551616", "9007199254740993", "2147483648", "-1", "0.1", "-0", "1e-7", "NaN"],
  ...["null", "true", '""', "{}", "[]", "[[[[[[[[[[", '{"a":{"a":{"a":', '"__proto__":{"x":1},', '"constructor":null,'],
  ...['"type":"trajectory",', '"type":"swirl-studio",', '"version":99,', '"../../../etc/passwd"', '"C:\\\\..\\\\x"'],
  ...["0000-00-00T00:00:00Z", "9999-12-31T23:59:59.999999999999+15:59", "<answer>", "<<1=", "attachment://"],
]
  .map((text) => Buffer.from(text))
  .concat([
    Buffer.from([0xff]),
    Buffer.from([0xc0, 0x80]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xf4, 0x90, 0x80, 0x80]),
    Buffer.from([0x1f, 0x8b, 0x08, 0x00]),
    Buffer.from("PK\x03\x04", "latin1"),
  ]);

const place = fc.integer({ min: 0, max: 1000 });
const offset = (bytes: Buffer, at: number) => Math.floor((bytes.length * at) / 1000);
const join = (...parts: Buffer[]) => Buffer.concat(parts);

const flip = fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(
  ([at, mask]): Mutation =>
    (bytes) => {
      const changed = Buffer.from(bytes);
      const index = Math.min(offset(bytes, at), bytes.length - 1);
      if (index >= 0) changed.writeUInt8(changed.readUInt8(index) ^ mask, index);
      return changed;
    },
);
const insert = fc.tuple(place, fc.constantFrom(...TOKENS)).map(
  ([at, token]): Mutation =>
    (bytes) => {
      const index = offset(bytes, at);
      return join(bytes.subarray(0, index), token, bytes.subarray(index));
    },
);
/** In the place of a value: what follows a colon up to the next comma or bracket. */
const replaceValue = fc.tuple(place, fc.constantFrom(...TOKENS)).map(
  ([at, token]): Mutation =>
    (bytes) => {
      const colon = bytes.indexOf(":", offset(bytes, at));
      if (colon < 0) return bytes;
      let end = colon + 1;
      while (end < bytes.length && !",}]\n".includes(String.fromCharCode(bytes[end] ?? 0))) end += 1;
      return join(bytes.subarray(0, colon + 1), token, bytes.subarray(end));
    },
);
const cutOut = fc.tuple(place, fc.integer({ min: 1, max: 300 })).map(
  ([at, length]): Mutation =>
    (bytes) => {
      const index = offset(bytes, at);
      return join(bytes.subarray(0, index), bytes.subarray(index + length));
    },
);
const truncate = place.map(
  (at): Mutation =>
    (bytes) =>
      bytes.subarray(0, offset(bytes, at)),
);
const repeat = fc.tuple(place, place, fc.integer({ min: 1, max: 400 })).map(
  ([from, to, length]): Mutation =>
    (bytes) => {
      const index = offset(bytes, to);
      const start = offset(bytes, from);
      return join(bytes.subarray(0, index), bytes.subarray(start, start + length), bytes.subarray(index));
    },
);

const onLines = (change: (lines: string[], at: number) => string[]) =>
  place.map(
    (at): Mutation =>
      (bytes) => {
        const lines = bytes.toString("latin1").split("\n");
        return Buffer.from(
          change(lines, Math.min(Math.floor((lines.length * at) / 1000), lines.length - 1)).join("\n"),
          "latin1",
        );
      },
  );
const repeatLine = onLines((lines, at) => lines.toSpliced(at, 0, lines[at] ?? ""));
const dropLine = onLines((lines, at) => lines.toSpliced(at, 1));
const lastLineFirst = onLines((lines) => [lines.at(-1) ?? "", ...lines.slice(0, -1)]);

/** Stays JSON, with another value at one place of one record. */
const otherValue = fc.tuple(place, valueChange).map(
  ([at, change]): Mutation =>
    (bytes) => {
      const lines = bytes.toString("utf8").split("\n");
      const index = Math.min(Math.floor((lines.length * at) / 1000), lines.length - 1);
      for (const whole of [lines[index] ?? "", bytes.toString("utf8")])
        try {
          const changed = JSON.stringify(withChange(JSON.parse(whole), change));
          return Buffer.from(whole === lines[index] ? lines.toSpliced(index, 1, changed).join("\n") : changed);
        } catch {
          // This is no JSON by itself: perhaps the file is.
        }
      return bytes;
    },
);

/** The whole file in another encoding or wrapping; the last of what happens to it. */
const ENCODINGS: readonly Mutation[] = [
  (bytes) => Buffer.from(`\uFEFF${bytes.toString("utf8")}`, "utf16le"),
  (bytes) => Buffer.from(bytes.toString("utf8"), "utf16le").swap16(),
  (bytes) => Buffer.from(bytes.toString("utf8"), "latin1"),
  (bytes) => Buffer.from(bytes.toString("utf8"), "utf8"),
  (bytes) => join(Buffer.from([0xef, 0xbb, 0xbf]), bytes),
  (bytes) => Buffer.from(bytes.toString("latin1").replaceAll("\n", "\r\n"), "latin1"),
  (bytes) => gzipSync(bytes),
  (bytes) => gzipSync(gzipSync(bytes)),
  (bytes) => join(gzipSync(bytes), Buffer.from("trailing")),
  (bytes) => gzipSync(bytes).subarray(0, -7),
];

const change = fc.oneof(
  { weight: 8, arbitrary: otherValue },
  ...[flip, insert, replaceValue, replaceValue, cutOut, truncate, repeat, repeatLine, dropLine, lastLineFirst],
);

/** One to six changes, and in some cases another encoding. */
export const mutation: fc.Arbitrary<Mutation> = fc
  .tuple(
    fc.array(change, { minLength: 1, maxLength: 6 }),
    fc.option(fc.constantFrom(...ENCODINGS), { freq: 6, nil: null }),
  )
  .map(([changes, encode]) => (bytes) => {
    const changed = changes.reduce((current, one) => one(current), bytes);
    return encode ? encode(changed) : changed;
  });

/** Names that a file may claim to have. */
export const fileName = fc.oneof(
  fc.constantFrom(
    ...["../../x", "..\\..\\x.jsonl", "/etc/passwd", "a\0b.json", "\ud800.jsonl", "", ".", "con", "a\nb"],
  ),
  fc.constantFrom(...["x".repeat(5000), "<script>.jsonl", "=1+1.csv", "hotpot_dev_distractor.json", "%00%2e%2e"]),
  fc.string({ maxLength: 30, unit: "binary" }),
);
