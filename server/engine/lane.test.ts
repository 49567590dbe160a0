import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { Chunk } from "./chunk";
import { Lane } from "./lane";
import { RunWork } from "./run-work";
import { Troubles } from "./troubles";

/** Never connected: which run comes next is decided without the database. */
const pool = new pg.Pool();
afterAll(() => pool.end());

const nothing = () => {};
const open = {
  endpoint: null,
  missing: async () => [],
  perform: () => Promise.reject(new Error("nothing to do")),
  commit: async () => {},
};

function laneOf(...lastLeases: number[]) {
  const lane = new Lane({ onThrown: nothing, onHungry: nothing });
  const runs = lastLeases.map((lastLease, index) => {
    const around = { pool, workerId: "", held: new Set<number>(), losses: () => 0 };
    const tell = { onCommitted: nothing, onStopped: nothing, onFault: nothing };
    const troubles = new Troubles(async () => {});
    const run = new RunWork({ kind: "judging", runId: index + 1 }, open, troubles, { ...around, ...tell });
    run.lastLease = lastLease;
    lane.runs.add(run);
    return run;
  });
  return { lane, runs };
}

test("a chunk is leased for the run whose last lease is the longest ago, and that may have one", () => {
  const { lane, runs } = laneOf(5, 3, 9, 4);
  expect(lane.nextToLease()?.ref.runId).toBe(2);
  for (const run of runs) if (run.lastLease === 3) run.hasWork = false;
  expect(lane.nextToLease()?.ref.runId).toBe(4);
  for (const run of runs) if (run.lastLease === 4) run.isAlive = false;
  expect(lane.nextToLease()?.ref.runId).toBe(1);
});

test("with enough waiting, none is leased but for runs without any", () => {
  const { lane, runs } = laneOf(1, 2);
  const chunk = new Chunk(1, [], 0);
  for (const run of runs) run.queue = Array.from({ length: lane.stock }, (_, piece) => ({ piece, chunk }));
  expect(lane.nextToLease()?.ref.runId).toBe(1);
  for (const run of runs) run.hasWork = false;
  expect(lane.nextToLease()).toBeNull();
});
