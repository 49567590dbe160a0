/** The recorded round in the repository is what its provenance says, marked as the sample, and nothing of a machine. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { StudioRecord } from "@/domain/studio-record";
import { Provenance } from "./provenance";

const read = (name: string) => readFileSync(new URL(name, import.meta.url));
const file = read("round.jsonl.gz");
const provenance = Provenance.parse(JSON.parse(read("round.json").toString("utf8")));
const jsonl = gunzipSync(file);
const records = jsonl
  .toString("utf8")
  .trimEnd()
  .split("\n")
  .map((line) => StudioRecord.parse(JSON.parse(line)));

test("it is the file that was recorded, and small", () => {
  expect(createHash("sha256").update(jsonl).digest("hex")).toBe(provenance.sha256);
  expect(file.length).toBeLessThan(700_000);
  const counts: Record<string, number> = {};
  for (const { type } of records) counts[type] = (counts[type] ?? 0) + 1;
  expect(counts).toEqual(provenance.counts);
});

test("whatever can be marked as the sample is", () => {
  for (const record of records) if ("isSample" in record) expect(record.isSample, record.type).toBe(true);
});

test("paths are the recording's own, and addresses loopback", () => {
  const text = jsonl.toString("utf8");
  for (const trace of ["/tmp/", "/home/", "/root/", "/Users/"]) expect(text).not.toContain(trace);
  const hosts = [...text.matchAll(/https?:\/\/([^/:"\\ ]+)/g)].map(([, host]) => host);
  expect(new Set(hosts)).toEqual(new Set(["127.0.0.1"]));
});
