/** Counts what changed between two judging runs, from one compact row a trajectory and run. */
import type pg from "pg";
import { z } from "zod";
import { Flips } from "@/domain/judging/flips";
import { Mark, PROCESS_CODE, ProcessLabel } from "@/domain/verdict";
import { BOTH_JUDGED } from "./mark-masks";

const Row = z.object({ a: z.int(), b: z.int(), trajectories: z.int(), steps: z.int(), bits: z.array(z.int()) });
const Only = z.tuple([z.object({ a: z.int(), b: z.int() })]);

const RULED = ["reasonable", "neutral", "unreasonable"] as const;
/** Bits that are counted: of each pair of masks, then of each mask. Where there is no verdict follows from them. */
const MASKS = [
  ...RULED.flatMap((from) => RULED.map((to) => `a.${from} & b.${to}`)),
  ...RULED.map((mark) => `a.${mark}`),
  ...RULED.map((mark) => `b.${mark}`),
];
const BITS = MASKS.map((mask) => `sum(bit_count(${mask}))::bigint`).join(", ");

export async function readFlips(db: pg.Pool, runs: { a: number; b: number }): Promise<Flips> {
  const [groups, judged] = await Promise.all([
    db.query(
      `SELECT a.process AS a, b.process AS b, count(*) AS trajectories,
         sum(length(a.reasonable))::bigint AS steps, ARRAY[${BITS}]::float[] AS bits
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
  const both = sum(rows.map((row) => row.trajectories));
  const steps = sum(rows.map((row) => row.steps));
  const under = (label: ProcessLabel) => PROCESS_CODE[label];
  return Flips.parse({
    both,
    steps,
    onlyA: only.a - both,
    onlyB: only.b - both,
    marks: marksOf(
      MASKS.map((_, at) => sum(rows.map((row) => row.bits[at] ?? 0))),
      steps,
    ),
    process: square(ProcessLabel.options, (a, b) =>
      sum(rows.filter((row) => row.a === under(a) && row.b === under(b)).map((row) => row.trajectories)),
    ),
  });
}

function marksOf(bits: readonly number[], steps: number) {
  const count = (mask: string) => bits[MASKS.indexOf(mask)] ?? 0;
  const pair = (from: string, to: string) => count(`a.${from} & b.${to}`);
  const withoutB = (from: string) => count(`a.${from}`) - sum(RULED.map((to) => pair(from, to)));
  const withoutA = (to: string) => count(`b.${to}`) - sum(RULED.map((from) => pair(from, to)));
  const neither = steps - sum(RULED.map((mark) => count(`a.${mark}`))) - sum(RULED.map((mark) => withoutA(mark)));
  return square(Mark.options, (from, to) => {
    if (from === "none") return to === "none" ? neither : withoutA(to);
    return to === "none" ? withoutB(from) : pair(from, to);
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function square<Key extends string>(keys: readonly Key[], cell: (row: Key, column: Key) => number) {
  return Object.fromEntries(
    keys.map((row) => [row, Object.fromEntries(keys.map((column) => [column, cell(row, column)]))]),
  );
}
