/** Flips from masks against the same counted from verdict rows, one by one. */
import { beforeAll, expect, test } from "vitest";
import { changedRulings, type FlipKind, membershipChanges } from "@/domain/judging/flips";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { Mark, markOf, ProcessLabel, processLabel } from "@/domain/verdict";
import { poolOf } from "@/server/engine/judging/testing";
import { writeJudgments } from "@/server/services/judging/write-judgments";
import { useImports } from "@/server/testing/small-pool";
import { browseCount } from "../browse/count";
import { listFlippedSteps } from "./flipped-steps";
import { readFlips } from "./flips";

const { own, run, rows } = useImports();
const LENGTHS = [0, 1, 3, 4, 4, 6, 2, 9, 3, 5];
let a = 0;
let b = 0;
/** Marks of both by trajectory, of those that both have judged */
const both = new Map<number, { a: Mark[]; b: Mark[] }>();

const RATINGS = { reasonable: 1, neutral: 0, unreasonable: -1, none: null } as const;

/** Any mixture will do, as long as it is the same each time. */
const markAt = (seed: number, trajectory: number, step: number): Mark => {
  const marks = [...Mark.options, "reasonable" as const, "reasonable" as const];
  return marks[(seed * 7919 + trajectory * 104729 + step * 1299709) % marks.length] ?? "none";
};

beforeAll(async () => {
  await run(poolOf(LENGTHS));
  const trajectories: { id: number; num_steps: number }[] = await rows(
    "SELECT id, num_steps FROM trajectory ORDER BY id",
  );
  const judge = async (name: string, seed: number, leaves: number[]) => {
    const { id } = await own.db.prisma.judgingRun.create({ data: { key: name, version: 1, name, judgeKind: "model" } });
    const client = await own.db.pool.connect();
    await writeJudgments(
      client,
      id,
      trajectories
        .filter((_, index) => !leaves.includes(index))
        .map(({ id: trajectoryId, num_steps }) => ({
          trajectoryId,
          numSteps: num_steps,
          verdicts: Array.from({ length: num_steps }, (_, step) => {
            const rating = RATINGS[markAt(seed, trajectoryId, step)];
            return { step, rating, rationale: `${name} on ${trajectoryId}.${step}` };
          }),
        })),
    );
    client.release();
    return id;
  };
  a = await judge("a", 1, [4]);
  b = await judge("b", 2, [6, 8]);
  for (const { id, num_steps } of trajectories) {
    const marks = async (runId: number): Promise<Mark[]> =>
      (
        await rows("SELECT rating FROM verdict WHERE trajectory_id = $1 AND judging_run_id = $2 ORDER BY idx", [
          id,
          runId,
        ])
      ).map(({ rating }) => markOf(rating));
    const judged = await rows("SELECT 1 FROM judgment WHERE trajectory_id = $1 AND judging_run_id IN ($2, $3)", [
      id,
      a,
      b,
    ]);
    if (judged.length < 2) continue;
    both.set(id, { a: await marks(a), b: await marks(b) });
    expect(both.get(id)?.a).toHaveLength(num_steps);
  }
});

const pairs = () =>
  [...both].flatMap(([id, marks]) => marks.a.map((from, step) => ({ id, step, from, to: marks.b[step] })));

test("counts are those of the verdict rows", async () => {
  const flips = await readFlips(own.db.pool, { a, b });
  expect(flips).toMatchObject({ both: 7, onlyA: 2, onlyB: 1, steps: pairs().length });
  for (const from of Mark.options)
    for (const to of Mark.options)
      expect(flips.marks[from][to]).toBe(pairs().filter((pair) => pair.from === from && pair.to === to).length);
  const labels = [...both.values()].map((marks) => [processLabel(marks.a), processLabel(marks.b)]);
  for (const underA of ProcessLabel.options)
    for (const underB of ProcessLabel.options)
      expect(flips.process[underA][underB]).toBe(labels.filter(([x, y]) => x === underA && y === underB).length);
  expect(changedRulings(flips)).toBe(
    pairs().filter(({ from, to }) => from !== to && from !== "none" && to !== "none").length,
  );
});

test.each<FlipKind>([null, { from: "reasonable", to: "unreasonable" }, { from: "none", to: "reasonable" }])(
  "steps of the kind %j are listed once each, page by page",
  async (kind) => {
    const wanted = pairs().filter(({ from, to }) =>
      kind ? from === kind.from && to === kind.to : from !== to && from !== "none" && to !== "none",
    );
    const listed: string[] = [];
    let cursor: { trajectoryId: number; step: number } | null = null;
    do {
      const page: Awaited<ReturnType<typeof listFlippedSteps>> = await listFlippedSteps(own.db.pool, {
        a,
        b,
        kind,
        pool: null,
        cursor,
        limit: 2,
      });
      for (const step of page.steps) {
        const name = `${step.trajectoryId}.${step.step}`;
        listed.push(name);
        expect([step.a.rationale?.text, step.b.rationale?.text]).toEqual([`a on ${name}`, `b on ${name}`]);
      }
      cursor = page.next;
    } while (cursor);
    expect(listed).toEqual(wanted.map(({ id, step }) => `${id}.${step}`));
  },
);

test("the pools behind the numbers hold as many trajectories", async () => {
  const flips = await readFlips(own.db.pool, { a, b });
  const count = async (pool: Partial<Pool>) => (await browseCount(own.db.pool, { ...EMPTY_POOL, ...pool })).count;
  for (const underA of ProcessLabel.options)
    for (const underB of ProcessLabel.options)
      expect(await count({ judge: b, process: [underB], judgeAgainst: a, processAgainst: [underA] })).toBe(
        flips.process[underA][underB],
      );
  const stay = ProcessLabel.options.reduce((sum, label) => sum + flips.process[label][label], 0);
  expect(stay).not.toBe(flips.both - stay);
  expect(await count({ judge: b, judgeAgainst: a })).toBe(flips.both - stay);
  const { entering, leaving } = membershipChanges(flips);
  expect(await count({ judge: b, process: ["reasonable"], judgeAgainst: a })).toBe(entering);
  expect(await count({ judge: a, process: ["reasonable"], judgeAgainst: b })).toBe(leaving);
});

test("where two judgments are of different lengths, which steps they mean is not known: it is left out", async () => {
  const { id: c } = await own.db.prisma.judgingRun.create({
    data: { key: "c", version: 1, name: "c", judgeKind: "model" },
  });
  const [odd] = [...both.keys()];
  await rows(
    `INSERT INTO judgment (judging_run_id, trajectory_id, judged_at, reasonable, neutral, unreasonable, process,
       score_sum, score_count, content_hash)
     SELECT $2, trajectory_id, judged_at, reasonable || more, neutral || more, unreasonable || more, process,
       score_sum, score_count, content_hash
     FROM judgment, LATERAL (SELECT CASE WHEN trajectory_id = $3 THEN B'0' ELSE B'' END AS more) AS longer
     WHERE judging_run_id = $1`,
    [a, c, odd],
  );
  const { both: same, ...flips } = await readFlips(own.db.pool, { a, b: c });
  const [{ n }] = await rows("SELECT count(*)::int AS n FROM judgment WHERE judging_run_id = $1", [a]);
  expect(same).toBe(n - 1);
  expect(flips.process.reasonable.unreasonable).toBe(0);
});
