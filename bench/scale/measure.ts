/** Measures everything on one pool, in a database that holds nothing else. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { connect } from "@/server/db";
import { openStudio } from "./caller";
import { writePool } from "./pool/write";
import { makeRow, type Row } from "./results";
import type { Sampling } from "./sampling";
import { measureBrowse, measureFacets, measureSearch } from "./work/browse";
import { measureExperiment, measureThreshold } from "./work/experiment";
import { measureExport } from "./work/export";
import { measureImport } from "./work/import";
import { measureJudging } from "./work/judging";
import { measureTrajectory } from "./work/trajectory";

export type Sizes = {
  trajectories: number;
  seed: string;
  /** What a page asks for */
  quick: Sampling;
  /** What reads the whole pool */
  slow: Sampling;
  exports: { least: number; budgetMs: number };
  /** Trajectories whose verdicts are committed, at most */
  judged: number;
};

export type Measured = {
  rows: Row[];
  /** What could not be measured, and why */
  failed: string[];
};

/** `folder`: for what is on disk for a while: the pool's file, then a table's rows, then an export. */
export async function measureAt(
  databaseUrl: string,
  folder: string,
  { trajectories, seed, quick, slow, exports, judged }: Sizes,
  log: (line: string) => void,
): Promise<Measured> {
  const db = connect(databaseUrl);
  const rows: Row[] = [];
  const failed: string[] = [];
  const begun = performance.now();
  const take = (measured: Row | Row[]) => {
    for (const row of [measured].flat()) {
      rows.push(row);
      log(`${row.work}: ${row.median} ${row.unit} (${Math.round((performance.now() - begun) / 1_000)} s)`);
    }
  };
  // Hours are not lost because one work fails.
  const attempt = async (work: string, measure: () => Promise<Row | Row[]>) => {
    try {
      take(await measure());
    } catch (error) {
      console.error(error);
      failed.push(`${work} failed: ${error instanceof Error ? error.message : error}`);
    }
  };
  try {
    const file = path.join(folder, "pool.jsonl");
    log(`writing a pool of ${trajectories} trajectories`);
    await writePool(file, { trajectories, seed });
    take(await measureImport(db, { file, folder, trajectories }));
    await rm(file);
    const { rows: size } = await db.pool.query("SELECT pg_database_size(current_database()) AS bytes");
    const studio = await openStudio(db, trajectories);
    await attempt("browse", () => measureBrowse(studio, seed, quick));
    await attempt("facets", () => measureFacets(studio, seed, quick));
    await attempt("search", () => measureSearch(studio, seed, quick));
    await attempt("experiment", () => measureExperiment(studio, seed, slow));
    await attempt("threshold", () => measureThreshold(studio, seed, slow));
    await attempt("export", () => measureExport(studio, databaseUrl, { seed, folder, ...exports }));
    await attempt("trajectory-5", () => measureTrajectory(studio, 5, quick));
    await attempt("trajectory-300", () => measureTrajectory(studio, 300, quick));
    await attempt("judging-commit", () => measureJudging(studio, seed, judged));
    take(makeRow("disk", [size[0].bytes / 1e9]));
    return { rows, failed };
  } finally {
    await db.close();
  }
}
