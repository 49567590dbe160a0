import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { resultsOf } from "@/domain/reproduce/report";
import { readItems, readRunLog } from "./result-files";

const DOCS = path.resolve(import.meta.dirname, "../../../docs");

test("docs/results.md is what its items give, tables and figures", async () => {
  const folder = path.join(DOCS, "results");
  const log = await readRunLog(folder);
  if (log === null) throw new Error("docs/results/run.json is missing");
  const { page, figures } = resultsOf(await readItems(folder), log);
  expect(await readFile(path.join(DOCS, "results.md"), "utf8")).toBe(page);
  for (const { file, svg } of figures) expect(await readFile(path.join(folder, file), "utf8"), file).toBe(svg);
});
