/** The results table, and which two evals are compared. */
import { choosePair, type PairChoice } from "@/domain/eval/choose-pair";
import { answersKey } from "@/domain/eval/figures/cells";
import { gainOver } from "@/domain/eval/figures/pooled";
import { type GainCell, type ResultsTable, resultsTable, withGains } from "@/domain/eval/table";
import type { Db } from "@/server/db";
import { readAnswers } from "@/server/queries/eval/figures/answers";
import { readModelOrigins } from "@/server/queries/eval/origins";
import { type EvalResult, readEvalResults } from "@/server/queries/eval/results";

export async function readResultsTable(db: Db): Promise<ResultsTable<EvalResult, GainCell<EvalResult>>> {
  const table = await readTable(db, await readEvalResults(db.pool));
  const cells = table.rows.flatMap((row) => row.cells.flatMap((cell) => (cell?.base ? [cell.result, cell.base] : [])));
  const pairs = [...new Map(cells.map((one) => [answersKey(one.run, one.set), one])).values()];
  const answers = await readAnswers(db.pool, pairs);
  return withGains(table, (result, base) => {
    const [own, before] = [result, base].map(({ run, set }) => answers.get(answersKey(run, set)));
    return own && before ? gainOver(before, [own]) : null;
  });
}

async function readTable(db: Db, results: readonly EvalResult[]): Promise<ResultsTable<EvalResult>> {
  const models = [...new Set(results.map(({ model }) => model))];
  return resultsTable(results, await readModelOrigins(db.pool, models));
}

export type AskedPair = { set: number | null; a: number | null; b: number | null };

/** What may be compared on a question set. An eval that an address names is looked up, however old it is. */
export async function readPairChoice(db: Db, asked: AskedPair): Promise<PairChoice<EvalResult>> {
  const newest = await readEvalResults(db.pool);
  const named = [asked.a, asked.b].filter((id) => id !== null);
  const missing = named.filter((id) => newest.every(({ run }) => run !== id));
  const found = missing.length === 0 ? [] : await readEvalResults(db.pool, { runs: missing });
  // Read again with the others of their set, so that settings are told apart alike.
  const runs = [...new Set([...newest, ...found].map(({ run }) => run))];
  const results = found.length === 0 ? newest : await readEvalResults(db.pool, { runs });
  return choosePair(results, await readTable(db, results), asked);
}
