/** Counts what changed between two judging runs, from one compact row a trajectory and run. */
import type pg from "pg";
import { z } from "zod";
import { Flips } from "@/domain/judging/flips";
import { Mark, PROCESS_CODE, ProcessLabel } from "@/domain/verdict";
import { BOTH_JUDGED, maskSql } from "./mark-masks";

const Row = z.object({ a: z.int(), b: z.int(), trajectories: z.int(), steps: z.int(), marks: z.array(z.int()) });
const Only = z.tuple([z.object({ a: z.int(), b: z.int() })]);

const PAIRS = Mark.options.flatMap((from) => Mark.options.map((to) => ({ from, to })));

export async function readFlips(db: pg.Pool, runs: { a: number; b: number }): Promise<Flips> {
  const counts = PAIRS.map(({ from, to }) => `sum(bit_count(${maskSql("a", from)} & ${maskSql("b", to)}))::bigint`);
  const [groups, judged] = await Promise.all([
    db.query(
      `SELECT a.process AS a, b.process AS b, count(*) AS trajectories,
         sum(length(a.reasonable))::bigint AS steps, ARRAY[${counts.join(", ")}]::float[] AS marks
       FROM ${BOTH_JUDGED} WHERE a.judging_run_id = $1 GROUP BY 1, 2`,
      [runs.a, runs.b],
    ),
    db.query(
      `SELECT count(*) FILTER (WHERE judging_run_id = $1) AS a, count(*) FILTER (WHERE judging_run_id = $2) AS b
       FROM judgment WHERE judging_run_id IN ($1, $2)`,
      [runs.a, runs.b],
    ),
  ]);
  const rows = z.array(Row).parse(groups.rows);
  const [only] = Only.parse(judged.rows);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const both = sum(rows.map((row) => row.trajectories));
  const of = (label: ProcessLabel) => PROCESS_CODE[label];
  return Flips.parse({
    both,
    steps: sum(rows.map((row) => row.steps)),
    onlyA: only.a - both,
    onlyB: only.b - both,
    marks: square(Mark.options, (from, to) => {
      const at = PAIRS.findIndex((pair) => pair.from === from && pair.to === to);
      return sum(rows.map((row) => row.marks[at] ?? 0));
    }),
    process: square(ProcessLabel.options, (a, b) =>
      sum(rows.filter((row) => row.a === of(a) && row.b === of(b)).map((row) => row.trajectories)),
    ),
  });
}

function square<Key extends string>(keys: readonly Key[], cell: (row: Key, column: Key) => number) {
  return Object.fromEntries(
    keys.map((row) => [row, Object.fromEntries(keys.map((column) => [column, cell(row, column)]))]),
  );
}
