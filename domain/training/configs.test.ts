import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { CheckedTrainingConfig } from "./config";
import { issuePaths } from "./issues";

/** Read by the trainer's tests too: both sides take and refuse the same configs, field by field. */
const Table = z.object({
  valid: z.array(z.object({ name: z.string(), config: z.json(), resolved: z.json().optional() })),
  invalid: z.array(z.object({ name: z.string(), config: z.json(), paths: z.array(z.string()) })),
});
const { valid, invalid } = Table.parse(JSON.parse(readFileSync(new URL("configs.json", import.meta.url), "utf8")));

test.each(valid)("taken: $name", ({ config, resolved }) => {
  const parsed = CheckedTrainingConfig.parse(config);
  if (resolved !== undefined) expect(parsed).toEqual(resolved);
  // What was filled in is taken again as it is.
  expect(CheckedTrainingConfig.parse(parsed)).toEqual(parsed);
});

test.each(invalid)("refused: $name", ({ config, paths }) => {
  const issues = CheckedTrainingConfig.safeParse(config).error?.issues ?? [];
  expect(issues.flatMap(issuePaths).sort()).toEqual([...paths].sort());
});
