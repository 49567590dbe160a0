/** For tests of bad luck: afterwards everything in the database must fit together. */
import { expect } from "vitest";
import type { Db } from "@/server/db";
import { checkDatabase } from "@/server/services/check/check";

export async function expectWhole(db: Db): Promise<void> {
  const broken: string[] = [];
  for await (const { holds, violations, some } of checkDatabase(db, new AbortController().signal))
    if (violations > 0) broken.push(`${holds}: ${violations}, such as ${some[0]}`);
  expect(broken).toEqual([]);
}
