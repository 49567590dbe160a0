/** Whatever stands in a file, reading it ends: with records that fit, rejects with a reason, or one sentence. */
import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { StudioError } from "@/domain/errors";
import { StudioRecord } from "@/domain/studio-record";
import { peek } from "@/server/services/import/peek";
import { realFiles } from "@/server/testing/fuzz/files";
import { fileName, mutation } from "@/server/testing/fuzz/mutations";
import { FUZZ_SEED, propertyRuns } from "@/server/testing/properties";
import { decompress } from "./decompress";
import type { ReadItem } from "./format";
import { detectFormat } from "./index";
import { isBlank } from "./lines";
import { sniff } from "./sniff";
import { collect, inChunks } from "./testing";

const LONGEST_MS = 5_000;
let inputs = 0;
afterAll(() => console.log(`${inputs} changed files were read.`));

/** What is read of a file; null where it is refused with a sentence. */
async function read(name: string, bytes: Buffer): Promise<{ format: string; items: ReadItem[] } | null> {
  try {
    const { head, chunks } = await peek(name, decompress(inChunks(bytes, 10_000)));
    const format = detectFormat(head);
    return format && { format: format.name, items: await collect(format.read({ fileName: name, chunks })) };
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    expect(error.message).not.toBe("");
    return null;
  }
}

/** How many records stand in it, where it holds one a line; null where that cannot be told. */
async function countPlaces(bytes: Buffer): Promise<number | null> {
  const plain = Buffer.concat(await collect(decompress(inChunks(bytes))));
  const container = sniff(plain.subarray(0, 256 << 10))?.container ?? "lines";
  if (container !== "lines") return null;
  const start = plain.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  return plain
    .subarray(start)
    .toString("latin1")
    .split("\n")
    .filter((line) => !isBlank(Buffer.from(line, "latin1"))).length;
}

test.each(realFiles().map((file) => [file.name, file.bytes] as const))("%s, changed", async (name, bytes) => {
  await fc.assert(
    fc.asyncProperty(mutation, fc.oneof(fc.constant(name), fileName), async (mutate, called) => {
      const changed = mutate(bytes);
      inputs += 1;
      const begun = performance.now();
      const found = await read(called, changed);
      expect(performance.now() - begun).toBeLessThan(LONGEST_MS);
      if (found === null) return;
      for (const item of found.items) {
        expect(item.line).toBeGreaterThan(0);
        if ("reject" in item) expect(item.reject).not.toBe("");
        else
          for (const record of item.records)
            if (record.type !== "verdicts-by-message")
              expect(StudioRecord.safeParse(record).error, JSON.stringify(record)).toBeUndefined();
      }
      const places = found.format === "inspect" ? null : await countPlaces(changed);
      if (places !== null) expect(found.items.length).toBe(places);
    }),
    { seed: FUZZ_SEED, numRuns: propertyRuns(40) },
  );
});
