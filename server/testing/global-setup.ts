// One throw-away PostgreSQL for the whole test run, with a migrated template that test files clone.
import type { TestProject } from "vitest/node";
import { migrate } from "../../scripts/migrate.mjs";
import { ensureDatabase } from "../../scripts/postgres/connect.mjs";
import { openThrowAwayServer } from "../../scripts/postgres.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    testServerUrl: string;
  }
}

/** database.ts clones it for each test file. */
const TEMPLATE = "swirl_template";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = project.config.root;
  const server = await openThrowAwayServer({ root });
  const template = server.urlOf(TEMPLATE);
  await ensureDatabase(template);
  await migrate({ url: template, root });
  project.provide("testServerUrl", server.url);
  return server.close;
}
